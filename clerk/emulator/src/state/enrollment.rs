//! How people come into an organization by the domain of their address: invited by themselves, or offered to ask.

use serde::{Deserialize, Serialize};

use super::{
    State,
    domain::Domain,
    invitation::Invitation,
    table::{Key, Row},
    user::User,
};
use crate::error::{Code, Problem};

/// An organization that somebody may ask to join, and what became of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Suggestion {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) user_id: String,
    pub(crate) domain_id: String,
    /// `pending`; `accepted` by the person, who thereby asks to join; `completed` when they are in, or `revoked`.
    pub(crate) status: String,
    /// Of the request to join, once there is one.
    pub(crate) request_id: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for Suggestion {
    fn keys(&self) -> Vec<Key> {
        let request = self.request_id.iter().map(|id| ("request", id.clone()));
        let of = [
            ("organization", self.organization_id.clone()),
            ("user", self.user_id.clone()),
            ("domain", self.domain_id.clone()),
        ];
        of.into_iter().chain(request).collect()
    }
}

impl Suggestion {
    /// How far the request to join is, where the person made one.
    pub(crate) fn request_status(&self) -> Option<&'static str> {
        self.request_id.as_ref()?;
        Some(match self.status.as_str() {
            "completed" => "accepted",
            "revoked" => "revoked",
            _ => "pending",
        })
    }
}

impl State {
    /// Offers somebody every organization whose domain their addresses have.
    pub(crate) fn enroll(&mut self, user_id: &str) -> Result<(), Problem> {
        let user = self.user(user_id)?.clone();
        let hosts: Vec<&str> = verified_addresses(&user).filter_map(host).collect();
        let all = self.data.domains.values().filter(|domain| hosts.contains(&domain.name.as_str()));
        let domains: Vec<Domain> = all.cloned().collect();
        domains.iter().for_each(|domain| self.offer(domain, &user));
        Ok(())
    }

    /// Offers an organization to everybody whose addresses are of its domain.
    pub(crate) fn enroll_all(&mut self, domain: &Domain) {
        let has_address = |user: &&User| verified_addresses(user).any(|address| host(address) == Some(&domain.name));
        let people: Vec<User> = self.data.users.values().filter(has_address).cloned().collect();
        people.iter().for_each(|user| self.offer(domain, user));
    }

    /// What the mode of a domain says, once for each person.
    fn offer(&mut self, domain: &Domain, user: &User) {
        let is_open = domain.verified_at.is_some() && self.settings.organization_domains;
        if !is_open || self.membership(&user.id, &domain.organization_id).is_some() {
            return;
        }
        match domain.enrollment_mode.as_str() {
            "automatic_invitation" => self.invite_by_domain(domain, user),
            "automatic_suggestion" => self.suggest(domain, user),
            _ => {}
        }
    }

    fn invite_by_domain(&mut self, domain: &Domain, user: &User) {
        let address = verified_addresses(user).find(|address| host(address) == Some(&domain.name));
        let (Some(address), Some(role)) = (address, self.roles.find(self.roles.domain_role())) else { return };
        let was_invited = self.data.invitations.with("email", address).any(|row| {
            row.organization_id == domain.organization_id
                && (self.is_pending_invitation(row) || row.domain_id.as_ref() == Some(&domain.id))
        });
        if !was_invited {
            let new = self.new_invitation(&domain.organization_id, address, role);
            let row = Invitation { domain_id: Some(domain.id.clone()), expires_at: None, ..new };
            self.data.invitations.insert(row.id.clone(), row);
        }
    }

    fn suggest(&mut self, domain: &Domain, user: &User) {
        let is_new =
            !self.data.suggestions.with("user", &user.id).any(|row| row.organization_id == domain.organization_id);
        if is_new {
            let (id, now) = (self.random.id("orgsug"), self.now_ms());
            let row = Suggestion {
                id: id.clone(),
                organization_id: domain.organization_id.clone(),
                user_id: user.id.clone(),
                domain_id: domain.id.clone(),
                status: "pending".to_owned(),
                request_id: None,
                created_at: now,
                updated_at: now,
            };
            self.data.suggestions.insert(id, row);
        }
    }

    /// Takes back what a domain offered and nobody has answered.
    pub(crate) fn withdraw_offers(&mut self, domain: &Domain) {
        let is_open = |row: &&Suggestion| matches!(row.status.as_str(), "pending" | "accepted");
        let open: Vec<String> =
            self.data.suggestions.with("domain", &domain.id).filter(is_open).map(|row| row.id.clone()).collect();
        open.iter().for_each(|id| drop(self.data.suggestions.remove(id)));
        let its = self.invitations_to(&domain.organization_id, &["pending"]).into_iter();
        let open: Vec<Invitation> = its.filter(|row| row.domain_id.as_ref() == Some(&domain.id)).cloned().collect();
        for row in open {
            let revoked = Invitation { status: "revoked".to_owned(), updated_at: self.now_ms(), ..row };
            self.data.invitations.insert(revoked.id.clone(), revoked);
        }
    }

    /// How many a domain invited, and offered to ask, who have not answered.
    pub(crate) fn open_offers(&self, domain: &Domain) -> (usize, usize) {
        let its = self.invitations_to(&domain.organization_id, &["pending"]).into_iter();
        let invited = its.filter(|row| row.domain_id.as_ref() == Some(&domain.id)).count();
        let suggested = self.data.suggestions.with("domain", &domain.id).filter(|row| row.status == "pending").count();
        (invited, suggested)
    }

    /// Those of a person in the statuses given, or in any when none are; newest first.
    pub(crate) fn suggestions_for(&self, user_id: &str, statuses: &[&str]) -> Vec<&Suggestion> {
        let its = self.data.suggestions.with("user", user_id);
        newest_first(its.filter(|row| statuses.is_empty() || statuses.contains(&row.status.as_str())).collect())
    }

    /// Asks to join.
    pub(crate) fn accept_suggestion(&mut self, user_id: &str, id: &str) -> Result<Suggestion, Problem> {
        let found = self.data.suggestions.get(id).filter(|row| row.user_id == user_id && row.status != "revoked");
        let row = found.cloned().ok_or_else(|| Problem::not_found("The organization suggestion"))?;
        if row.status != "pending" {
            return Err(Problem::new(Code::OrganizationSuggestionAccepted, "You have asked to join already."));
        }
        Ok(self.settle(Suggestion { request_id: Some(self.random.id("orgmemreq")), ..row }, "accepted"))
    }

    /// The requests to join an organization in the statuses given, or in any when none are; newest first.
    pub(crate) fn requests_to(&self, organization_id: &str, statuses: &[&str]) -> Vec<&Suggestion> {
        let its = self.data.suggestions.with("organization", organization_id);
        let is_wanted = |row: &&Suggestion| {
            row.request_status().is_some_and(|status| statuses.is_empty() || statuses.contains(&status))
        };
        newest_first(its.filter(is_wanted).collect())
    }

    /// Lets somebody in who asked to join, or does not.
    pub(crate) fn decide_request(
        &mut self,
        organization_id: &str,
        request_id: &str,
        is_welcome: bool,
    ) -> Result<Suggestion, Problem> {
        let found = self.data.suggestions.with("request", request_id).next();
        let open = found.filter(|row| row.organization_id == organization_id && row.status == "accepted");
        let row = open.cloned().ok_or_else(|| Problem::not_found("The membership request"))?;
        if !is_welcome {
            return Ok(self.settle(row, "revoked"));
        }
        let role = self.role_in(organization_id, self.roles.domain_role())?;
        self.join(&row.user_id, organization_id, &role)?;
        Ok(self.settle(row, "completed"))
    }

    /// What would have brought somebody in who is in now.
    pub(super) fn complete_enrollment(&mut self, user_id: &str, organization_id: &str) {
        let its = self.data.suggestions.with("user", user_id);
        let open: Vec<Suggestion> = its.filter(|row| row.organization_id == organization_id).cloned().collect();
        for row in open {
            self.settle(row, "completed");
        }
    }

    fn settle(&mut self, row: Suggestion, status: &str) -> Suggestion {
        let row = Suggestion { status: status.to_owned(), updated_at: self.now_ms(), ..row };
        self.data.suggestions.insert(row.id.clone(), row.clone());
        row
    }
}

fn newest_first(mut rows: Vec<&Suggestion>) -> Vec<&Suggestion> {
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
    rows
}

fn verified_addresses(user: &User) -> impl Iterator<Item = &str> {
    user.emails.iter().filter(|email| email.verified).map(|email| email.address.as_str())
}

/// What stands behind the `@` of an address.
pub(super) fn host(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, host)| host)
}
