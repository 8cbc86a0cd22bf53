//! ClerkJS' resources as plain data, named as ClerkJS names them. Read-only copies: changes go through ClerkJS.

use clerk_protocol::Actor;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `Clerk.session`, with its user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
pub struct Session {
    /// `sess_…`.
    pub id: String,
    /// `active`, `pending`, …
    pub status: String,
    /// ISO 8601.
    pub expire_at: Option<String>,
    /// ISO 8601.
    pub last_active_at: Option<String>,
    /// The active organization; `None` in the personal account.
    pub last_active_organization_id: Option<String>,
    /// Minutes since the first and the second factor were verified; -1: never.
    pub factor_verification_age: Option<[i64; 2]>,
    /// Who impersonates the user.
    pub actor: Option<Actor>,
    /// Whose session it is.
    pub user: Option<User>,
}

/// `Clerk.user`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
pub struct User {
    /// `user_…`.
    pub id: String,
    /// Where the instance has user names.
    pub username: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Both names.
    pub full_name: Option<String>,
    /// The picture; a drawn one when the user gave none.
    pub image_url: String,
    /// Whether the user gave a picture.
    pub has_image: bool,
    /// The address that counts.
    pub primary_email_address: Option<EmailAddress>,
    /// Whether the user may make organizations.
    pub create_organization_enabled: bool,
    /// The organizations the user belongs to.
    pub organization_memberships: Vec<Membership>,
}

impl User {
    /// The primary e-mail address.
    pub fn email(&self) -> Option<&str> {
        self.primary_email_address.as_ref().map(|address| address.email_address.as_str())
    }
}

/// One of a user's e-mail addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
pub struct EmailAddress {
    /// The address itself.
    pub email_address: String,
}

/// A user's place in an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
pub struct Membership {
    /// `orgmem_…`.
    pub id: String,
    /// `org:admin`.
    pub role: String,
    /// `Admin`.
    pub role_name: String,
    /// System and custom permissions.
    pub permissions: Vec<String>,
    /// The organization.
    pub organization: Organization,
}

/// `Clerk.organization`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
pub struct Organization {
    /// `org_…`.
    pub id: String,
    /// The name people see.
    pub name: String,
    /// `None` where the instance has slugs switched off.
    pub slug: Option<String>,
    /// The logo; a drawn one when there is none.
    pub image_url: String,
    /// Whether there is a logo.
    pub has_image: bool,
    /// How many belong to it.
    pub members_count: u32,
    /// How many were invited and have not answered.
    pub pending_invitations_count: u32,
}

// Read by hand: what serde compiles for so many fields is 7 KB of the browser's program. What is missing or of another type is
// nothing, as an undefined property is in JavaScript.

impl From<Value> for Session {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self {
            id: of.text("id"),
            status: of.text("status"),
            expire_at: of.word("expireAt"),
            last_active_at: of.word("lastActiveAt"),
            last_active_organization_id: of.word("lastActiveOrganizationId"),
            factor_verification_age: of.ages("factorVerificationAge"),
            actor: of.object("actor").map(|mut of| Actor { sub: of.text("sub"), kind: of.word("type") }),
            user: of.object("user").map(|of| User::from(of.0)),
        }
    }
}

impl From<Value> for User {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self {
            id: of.text("id"),
            username: of.word("username"),
            first_name: of.word("firstName"),
            last_name: of.word("lastName"),
            full_name: of.word("fullName"),
            image_url: of.text("imageUrl"),
            has_image: of.flag("hasImage"),
            primary_email_address: of.object("primaryEmailAddress").map(|of| EmailAddress::from(of.0)),
            create_organization_enabled: of.flag("createOrganizationEnabled"),
            organization_memberships: of.items("organizationMemberships").into_iter().map(Membership::from).collect(),
        }
    }
}

impl From<Value> for EmailAddress {
    fn from(value: Value) -> Self {
        Self { email_address: Members(value).text("emailAddress") }
    }
}

impl From<Value> for Membership {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self {
            id: of.text("id"),
            role: of.text("role"),
            role_name: of.text("roleName"),
            permissions: of.items("permissions").into_iter().filter_map(word).collect(),
            organization: Organization::from(of.member("organization")),
        }
    }
}

impl From<Value> for Organization {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self {
            id: of.text("id"),
            name: of.text("name"),
            slug: of.word("slug"),
            image_url: of.text("imageUrl"),
            has_image: of.flag("hasImage"),
            members_count: of.count("membersCount"),
            pending_invitations_count: of.count("pendingInvitationsCount"),
        }
    }
}

/// The members of an object, taken out one by one.
struct Members(Value);

impl Members {
    fn member(&mut self, name: &str) -> Value {
        self.0.get_mut(name).map(Value::take).unwrap_or_default()
    }

    fn word(&mut self, name: &str) -> Option<String> {
        word(self.member(name))
    }

    fn text(&mut self, name: &str) -> String {
        self.word(name).unwrap_or_default()
    }

    fn flag(&mut self, name: &str) -> bool {
        self.member(name) == Value::Bool(true)
    }

    fn count(&mut self, name: &str) -> u32 {
        self.member(name).as_u64().and_then(|count| count.try_into().ok()).unwrap_or_default()
    }

    fn items(&mut self, name: &str) -> Vec<Value> {
        match self.member(name) {
            Value::Array(items) => items,
            _ => Vec::new(),
        }
    }

    fn object(&mut self, name: &str) -> Option<Self> {
        Some(self.member(name)).filter(Value::is_object).map(Self)
    }

    fn ages(&mut self, name: &str) -> Option<[i64; 2]> {
        match self.items(name).as_slice() {
            [first, second] => Some([first.as_i64()?, second.as_i64()?]),
            _ => None,
        }
    }
}

fn word(value: Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word),
        _ => None,
    }
}

impl Session {
    /// Every property that is read, at any depth: the list `JSON.stringify` is given.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the browser reads ClerkJS"))]
    pub(crate) const PROPERTIES: &'static [&'static str] = &[
        "id",
        "status",
        "expireAt",
        "lastActiveAt",
        "lastActiveOrganizationId",
        "factorVerificationAge",
        "actor",
        "sub",
        "type",
        "user",
        "username",
        "firstName",
        "lastName",
        "fullName",
        "imageUrl",
        "hasImage",
        "primaryEmailAddress",
        "emailAddress",
        "createOrganizationEnabled",
        "organizationMemberships",
        "role",
        "roleName",
        "permissions",
        "organization",
        "name",
        "slug",
        "membersCount",
        "pendingInvitationsCount",
    ];

    /// The membership in the active organization.
    pub(crate) fn membership(&self) -> Option<&Membership> {
        let id = self.last_active_organization_id.as_deref()?;
        self.memberships().iter().find(|membership| membership.organization.id == id)
    }

    pub(crate) fn memberships(&self) -> &[Membership] {
        self.user.as_ref().map(|user| user.organization_memberships.as_slice()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_written_is_read() -> Result<(), serde_json::Error> {
        let word = |word: &str| Some(word.to_owned());
        let organization = Organization {
            id: "org_1".into(),
            name: "Acme".into(),
            slug: word("acme"),
            image_url: "/acme.png".into(),
            has_image: true,
            members_count: 3,
            pending_invitations_count: 1,
        };
        let membership = Membership {
            id: "orgmem_1".into(),
            role: "org:admin".into(),
            role_name: "Admin".into(),
            permissions: vec!["org:projects:read".into()],
            organization,
        };
        let user = User {
            id: "user_1".into(),
            username: word("ada"),
            first_name: word("Ada"),
            last_name: word("Lovelace"),
            full_name: word("Ada Lovelace"),
            image_url: "/ada.png".into(),
            has_image: true,
            primary_email_address: Some(EmailAddress { email_address: "ada@example.com".into() }),
            create_organization_enabled: true,
            organization_memberships: vec![membership],
        };
        let session = Session {
            id: "sess_1".into(),
            status: "active".into(),
            expire_at: word("2026-11-30T12:00:00.000Z"),
            last_active_at: word("2026-11-30T11:00:00.000Z"),
            last_active_organization_id: word("org_1"),
            factor_verification_age: Some([3, -1]),
            actor: Some(Actor { sub: "user_2".into(), kind: word("agent") }),
            user: Some(user),
        };
        assert_eq!(serde_json::from_str::<Session>(&serde_json::to_string(&session)?)?, session);
        Ok(())
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_nothing() -> Result<(), serde_json::Error> {
        assert_eq!(serde_json::from_value::<Session>(json!({}))?, Session::default());
        let odd = json!({ "id": 1, "user": "Ada", "actor": null, "factorVerificationAge": [1] });
        assert_eq!(serde_json::from_value::<Session>(odd)?, Session::default());
        Ok(())
    }
}
