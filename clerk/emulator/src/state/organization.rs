//! Organizations, who belongs to them in which role, and who is invited.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State,
    table::{Key, Row},
    user::User,
};
use crate::{
    error::{Code, Problem},
    roles::{self, Role},
};

/// An organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) created_by: Option<String>,
    pub(crate) public_metadata: Map<String, Value>,
    pub(crate) private_metadata: Map<String, Value>,
    /// A logo that was given, as an address that holds it.
    #[serde(default)]
    pub(crate) image: Option<String>,
    /// Seats, where they are not those of every organization.
    #[serde(default)]
    pub(crate) max_allowed_memberships: Option<i64>,
    #[serde(default)]
    pub(crate) admin_delete_disabled: bool,
    #[serde(default)]
    pub(crate) role_set_key: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// A person in an organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Membership {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) user_id: String,
    /// With its prefix: `org:admin`.
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) public_metadata: Map<String, Value>,
    #[serde(default)]
    pub(crate) private_metadata: Map<String, Value>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for Organization {
    fn keys(&self) -> Vec<Key> {
        vec![("slug", self.slug.clone())]
    }
}

impl Row for Membership {
    fn keys(&self) -> Vec<Key> {
        vec![("user", self.user_id.clone()), ("organization", self.organization_id.clone())]
    }
}

impl State {
    /// By id or slug.
    pub(crate) fn organization(&self, id_or_slug: &str) -> Result<&Organization, Problem> {
        let table = &self.data.organizations;
        table
            .get(id_or_slug)
            .or_else(|| table.with("slug", id_or_slug).next())
            .ok_or_else(|| Problem::not_found("The organization"))
    }

    /// Whether a member's role has a permission.
    pub(crate) fn may(&self, membership: &Membership, permission: &str) -> bool {
        self.roles.find(&membership.role).is_some_and(|role| role.may(permission))
    }

    pub(crate) fn membership(&self, user_id: &str, organization_id: &str) -> Option<&Membership> {
        let mut all = self.data.memberships.with("user", user_id);
        all.find(|membership| membership.organization_id == organization_id)
    }

    /// Oldest first.
    pub(crate) fn memberships_of_user(&self, user_id: &str) -> Vec<&Membership> {
        oldest_first(self.data.memberships.with("user", user_id).collect())
    }

    /// Oldest first.
    pub(crate) fn memberships_in(&self, organization_id: &str) -> Vec<&Membership> {
        oldest_first(self.data.memberships.with("organization", organization_id).collect())
    }

    pub(crate) fn add_membership(&mut self, user_id: &str, organization_id: &str, role: &Role) -> Membership {
        let (id, now) = (self.random.id("orgmem"), self.now_ms());
        let membership = Membership {
            id: id.clone(),
            organization_id: organization_id.to_owned(),
            user_id: user_id.to_owned(),
            role: role.key.clone(),
            created_at: now,
            updated_at: now,
            ..Membership::default()
        };
        self.data.memberships.insert(id, membership.clone());
        membership
    }

    /// How many members an organization can have.
    pub(crate) fn seats(&self, organization: &Organization) -> i64 {
        // 0 is Clerk's word for no limit.
        organization.max_allowed_memberships.unwrap_or(self.settings.max_allowed_memberships)
    }

    /// A new member, where there is a seat left. What else would have brought them in is done.
    pub(crate) fn join(&mut self, user_id: &str, organization_id: &str, role: &Role) -> Result<Membership, Problem> {
        if self.membership(user_id, organization_id).is_some() {
            return Err(already_a_member(self.user(user_id)?.identifier()));
        }
        self.refuse_full(organization_id, self.memberships_in(organization_id).len() + 1)?;
        let joined = self.add_membership(user_id, organization_id, role);
        self.complete_enrollment(user_id, organization_id);
        Ok(joined)
    }

    /// Refuses more seats than an organization has.
    pub(crate) fn refuse_full(&self, organization_id: &str, taken: usize) -> Result<(), Problem> {
        let seats = self.seats(self.organization(organization_id)?);
        if seats > 0 && i64::try_from(taken).is_ok_and(|taken| taken > seats) {
            let message = format!(
                "You have reached your limit of {seats} organization memberships, including outstanding invitations."
            );
            return Err(Problem::new(Code::MembershipQuotaExceeded, message));
        }
        Ok(())
    }

    /// Refuses to invite an address whose owner belongs to the organization.
    pub(crate) fn refuse_member(&self, organization_id: &str, address: &str) -> Result<(), Problem> {
        let user = self.user_by_email(address);
        let is_member = user.is_some_and(|user| self.membership(&user.id, organization_id).is_some());
        if is_member { Err(already_a_member(address)) } else { Ok(()) }
    }

    /// Gives a member another role. The last one who may manage the members keeps a role that may.
    pub(crate) fn change_role(&mut self, row: &Membership, role: &Role) -> Result<Membership, Problem> {
        if !role.may(roles::MANAGE_MEMBERS) {
            self.refuse_last_manager(row)?;
        }
        let changed = Membership { role: role.key.clone(), updated_at: self.now_ms(), ..row.clone() };
        self.data.memberships.insert(changed.id.clone(), changed.clone());
        Ok(changed)
    }

    /// Whether an organization has somebody who may manage its members, not counting one of them.
    pub(crate) fn has_manager(&self, organization_id: &str, but: Option<&str>) -> bool {
        let all = self.memberships_in(organization_id);
        let mut others = all.iter().filter(|row| Some(row.id.as_str()) != but);
        others.any(|row| self.may(row, roles::MANAGE_MEMBERS))
    }

    /// Refuses to let the last one go who may manage the members.
    pub(crate) fn refuse_last_manager(&self, row: &Membership) -> Result<(), Problem> {
        let is_last = self.may(row, roles::MANAGE_MEMBERS) && !self.has_manager(&row.organization_id, Some(&row.id));
        let message = "There has to be at least one organization member with the minimum required permissions.";
        if is_last { Err(Problem::new(Code::OrganizationMinimumPermissions, message)) } else { Ok(()) }
    }

    /// So many more members of an organization (by id or slug), `user_crowd0` and so on.
    pub(crate) fn add_crowd(&mut self, organization: &str, role: &str, count: usize) -> Result<(), Problem> {
        let id = self.organization(organization)?.id.clone();
        let role = self.roles.find(role).cloned().ok_or_else(|| Problem::not_found("The role"))?;
        let now = self.now_ms();
        self.silent = true;
        for number in 0..count {
            let user = User {
                id: format!("user_crowd{number}"),
                first_name: Some("Crowd".to_owned()),
                last_name: Some(number.to_string()),
                created_at: now,
                updated_at: now,
                ..User::default()
            };
            self.add_membership(&user.id, &id, &role);
            self.data.users.insert(user.id.clone(), user);
        }
        Ok(())
    }

    /// Removes a person from an organization; their sessions fall back to the personal account.
    pub(crate) fn remove_membership(&mut self, user_id: &str, organization_id: &str) {
        self.data.memberships.remove_with("user", user_id, |row| row.organization_id == organization_id);
        self.data.sessions.change_with("user", user_id, |session| {
            session.organization_id.take_if(|active| active == organization_id);
        });
    }

    /// Makes an organization with its creator in the role of creators. An empty slug is made from the name.
    pub(crate) fn create_organization(
        &mut self,
        user_id: &str,
        name: &str,
        slug: &str,
    ) -> Result<Organization, Problem> {
        self.check_creator(user_id)?;
        let name = check_name(name)?;
        let slug = self.new_slug(&name, Some(slug))?;
        let (id, now) = (self.random.id("org"), self.now_ms());
        let organization = Organization {
            id: id.clone(),
            name,
            slug,
            created_by: Some(user_id.to_owned()),
            admin_delete_disabled: !self.settings.admin_delete_enabled,
            created_at: now,
            updated_at: now,
            ..Organization::default()
        };
        self.data.organizations.insert(id.clone(), organization.clone());
        let role = self.creator_role_of(&organization)?;
        self.add_membership(user_id, &id, &role);
        Ok(organization)
    }

    /// Refuses somebody who may not make organizations, or has made as many as they may.
    fn check_creator(&self, user_id: &str) -> Result<(), Problem> {
        let user = self.user(user_id)?;
        if !user.create_organization_enabled || !self.settings.create_organization {
            let message = "You are not allowed to create an organization.";
            return Err(Problem::new(Code::UserCreateOrganizationNotEnabled, message));
        }
        let own = self
            .memberships_of_user(user_id)
            .into_iter()
            .filter_map(|row| self.organization(&row.organization_id).ok());
        let made = own.filter(|organization| organization.created_by.as_deref() == Some(user_id)).count();
        match user.create_organizations_limit {
            Some(limit) if limit > 0 && i64::try_from(made).is_ok_and(|made| made >= limit) => {
                let message = format!("You have reached your limit of {limit} organizations.");
                Err(Problem::new(Code::OrganizationQuotaExceeded, message))
            }
            _ => Ok(()),
        }
    }

    /// Changes what came; empty or absent fields stay.
    pub(crate) fn update_organization(
        &mut self,
        id: &str,
        name: Option<&str>,
        slug: Option<&str>,
    ) -> Result<Organization, Problem> {
        let name = name.map(check_name).transpose()?;
        let current = self.organization(id)?;
        let slug = slug.map(|slug| self.changed_slug(slug, current)).transpose()?;
        let now = self.now_ms();
        let found = self.data.organizations.get_mut(id).ok_or_else(|| Problem::not_found("The organization"))?;
        found.name = name.unwrap_or_else(|| found.name.clone());
        found.slug = slug.unwrap_or_else(|| found.slug.clone());
        found.updated_at = now;
        Ok(found.clone())
    }

    pub(crate) fn delete_organization(&mut self, id: &str) {
        let members: Vec<String> = self.memberships_in(id).iter().map(|row| row.user_id.clone()).collect();
        for user_id in members {
            self.remove_membership(&user_id, id);
        }
        self.data.invitations.remove_with("organization", id, |_| true);
        self.data.domains.remove_with("organization", id, |_| true);
        self.data.suggestions.remove_with("organization", id, |_| true);
        self.data.organizations.remove(id);
    }

    /// The slug of a new organization: the one that was asked for, or one made from the name.
    pub(crate) fn new_slug(&self, name: &str, asked: Option<&str>) -> Result<String, Problem> {
        match asked.filter(|slug| !slug.is_empty()) {
            Some(slug) => self.other_slug(slug, None),
            None => Ok(self.free_slug(name)),
        }
    }

    /// The slug that an organization will have; its own is no change.
    pub(crate) fn changed_slug(&self, slug: &str, of: &Organization) -> Result<String, Problem> {
        if slug == of.slug { Ok(slug.to_owned()) } else { self.other_slug(slug, Some(&of.id)) }
    }

    /// A slug that somebody chose.
    fn other_slug(&self, slug: &str, own_id: Option<&str>) -> Result<String, Problem> {
        if !self.settings.organization_slugs {
            return Err(Problem::new(Code::OrganizationSlugsDisabled, "Slugs of organizations are switched off."));
        }
        self.check_slug(slug, own_id)
    }

    pub(crate) fn free_slug(&self, name: &str) -> String {
        let words = name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let slug = words.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        let taken = slug.is_empty() || self.organization(&slug).is_ok();
        if taken { format!("{slug}-{}", self.random.code()).trim_start_matches('-').to_owned() } else { slug }
    }

    fn check_slug(&self, slug: &str, own_id: Option<&str>) -> Result<String, Problem> {
        let is_allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if slug.is_empty() || !slug.chars().all(is_allowed) {
            let message = "A slug has lower case letters, digits and dashes only.";
            return Err(Problem::field("slug", Code::FormParamFormatInvalid, message));
        }
        match self.organization(slug) {
            Ok(other) if Some(other.id.as_str()) != own_id => {
                Err(Problem::field("slug", Code::FormIdentifierExists, "That slug is taken. Please try another."))
            }
            _ => Ok(slug.to_owned()),
        }
    }
}

fn already_a_member(identifier: &str) -> Problem {
    // ClerkJS looks for the address in this sentence.
    let message = format!("{identifier} is already a member of the organization.");
    Problem::field("email_address", Code::AlreadyAMember, message)
}

/// A name that an organization can have.
pub(crate) fn check_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Problem::missing("name"));
    }
    if name.chars().count() > 256 {
        return Err(Problem::field("name", Code::FormParamMaxLengthExceeded, "name has at most 256 characters."));
    }
    if name.contains("://") || name.contains(['<', '>']) {
        let message = "name must not have an address or HTML in it.";
        return Err(Problem::field("name", Code::FormParamFormatInvalid, message));
    }
    Ok(name.to_owned())
}

fn oldest_first(mut rows: Vec<&Membership>) -> Vec<&Membership> {
    rows.sort_by_key(|row| row.created_at);
    rows
}
