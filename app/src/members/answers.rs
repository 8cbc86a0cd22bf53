//! What Clerk's Backend API answers, in the words of the copy.

use clerk_axum::backend::{Membership, OrganizationInvitation as Answered};
use domain::{OrganizationInvitation, UserId};
use store::copy::{self, Change, Heard, Status};

use crate::kept;

/// Said just now, in no delivery.
pub(super) fn heard(change: Change, at: i64) -> Heard {
    Heard { change, at, delivery: String::new() }
}

/// A membership of somebody in an organization; `None`: the answer is about others.
pub(super) fn membership(it: &Membership, organization: &str, person: &UserId) -> Option<copy::Membership> {
    kept::membership(it).filter(|kept| kept.organization.id.as_str() == organization && kept.person.id == *person)
}

/// The same as pages and the API show it.
pub(super) fn shown(it: &Answered) -> OrganizationInvitation {
    let status = kept::status(&it.status);
    OrganizationInvitation {
        id: it.id.clone(),
        email_address: Some(it.email_address.clone()).filter(|_| status == Status::Pending),
        role: it.role.clone(),
        status: status.as_str().to_owned(),
        inviter: it.inviter_id.as_ref().and_then(|id| id.parse().ok()),
        created_at: it.created_at,
        expires_at: it.expires_at,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// As an event or a comparison would have it: else the same thing said again is a difference, or no text of a database.
    #[test]
    fn an_answer_is_kept_as_everything_else_that_clerk_says() {
        let answer: Membership = serde_json::from_value(json!({
            "id": "orgmem_1", "role": "org:member", "permissions": ["org:b:read", "org:a:read"], "created_at": 1, "updated_at": 2,
            "organization": { "id": "org_1", "name": "Ac\0me", "created_at": 1, "updated_at": 1 },
            "public_user_data": { "user_id": "user_1", "first_name": "Vi\0c" },
        }))
        .unwrap();
        let person: UserId = "user_1".parse().unwrap();
        let kept = membership(&answer, "org_1", &person).unwrap();
        assert_eq!(kept.permissions, ["org:a:read", "org:b:read"]);
        assert_eq!((kept.organization.name.as_str(), kept.person.first_name.as_deref()), ("Acme", Some("Vic")));
        assert_eq!(membership(&answer, "org_2", &person), None);
        assert_eq!(membership(&answer, "org_1", &"user_2".parse().unwrap()), None);
    }
}
