//! What is read of ClerkJS at every change: the session, whose it is and where they act. Every page pays for it, so it is no more than
//! showing, hiding and switching need; everything else of the person and the organization is in
//! [`resources`](crate::resources), read where it is used.

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
    /// Both names.
    pub full_name: Option<String>,
    /// The organizations the user belongs to.
    pub organization_memberships: Vec<Membership>,
}

/// A user's place in an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
pub struct Membership {
    /// `org:admin`.
    pub role: String,
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
}

// Read by hand: what serde compiles for so many fields is 7 KB of the browser's program. What is missing or of another type is
// nothing, as an undefined property is in JavaScript.

impl From<Value> for Session {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self {
            id: of.text("id"),
            status: of.text("status"),
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
            full_name: of.word("fullName"),
            organization_memberships: of.items("organizationMemberships").into_iter().map(Membership::from).collect(),
        }
    }
}

impl From<Value> for Membership {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self {
            role: of.text("role"),
            permissions: of.items("permissions").into_iter().filter_map(word).collect(),
            organization: Organization::from(of.member("organization")),
        }
    }
}

impl From<Value> for Organization {
    fn from(value: Value) -> Self {
        let mut of = Members(value);
        Self { id: of.text("id"), name: of.text("name"), slug: of.word("slug") }
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
        "lastActiveOrganizationId",
        "factorVerificationAge",
        "actor",
        "sub",
        "type",
        "user",
        "fullName",
        "organizationMemberships",
        "role",
        "permissions",
        "organization",
        "name",
        "slug",
    ];

    /// The membership in the active organization.
    pub fn membership(&self) -> Option<&Membership> {
        let id = self.last_active_organization_id.as_deref()?;
        self.memberships().iter().find(|membership| membership.organization.id == id)
    }

    /// All memberships of the user.
    pub fn memberships(&self) -> &[Membership] {
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
        let organization = Organization { id: "org_1".into(), name: "Acme".into(), slug: word("acme") };
        let membership =
            Membership { role: "org:admin".into(), permissions: vec!["org:projects:read".into()], organization };
        let user =
            User { id: "user_1".into(), full_name: word("Ada Lovelace"), organization_memberships: vec![membership] };
        let session = Session {
            id: "sess_1".into(),
            status: "active".into(),
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
