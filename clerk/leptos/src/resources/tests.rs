//! Resources as they are read from what ClerkJS holds.

use serde_json::{Value, json};

use super::*;
use crate::js::Source;

fn read<T: Read>(value: Value) -> T {
    T::read(&Source::of(value)).unwrap()
}

#[test]
fn a_user_is_read_with_what_belongs_to_it() {
    let address = |id: &str, status: &str| json!({"id": id, "emailAddress": format!("{id}@example.com"), "verification": {"status": status, "attempts": 1}});
    let user: User = read(json!({
        "id": "user_1", "firstName": "Ada", "fullName": "Ada Lovelace", "hasImage": true, "createdAt": 1_700_000_000_000_i64,
        "primaryEmailAddressId": "idn_1", "emailAddresses": [address("idn_1", "verified"), address("idn_2", "unverified")],
        "unsafeMetadata": {"theme": {"name": "dark"}}, "createOrganizationsLimit": null,
        "organizationMemberships": [{"role": "org:admin", "organization": {"id": "org_1", "membersCount": 3}}],
    }));
    assert_eq!(
        (user.first_name.as_deref(), user.has_image, user.created_at),
        (Some("Ada"), true, Some(1_700_000_000_000))
    );
    assert!(user.has_verified_email_address() && !user.has_verified_phone_number());
    assert!(user.is_primary_identification("idn_1") && !user.is_primary_identification("idn_2"));
    assert_eq!(user.email_addresses[1].verification.attempts, Some(1));
    assert_eq!(user.unsafe_metadata["theme"]["name"], "dark");
    assert_eq!(user.organization_memberships[0].organization.members_count, 3);
    assert_eq!(user.create_organizations_limit, None);
}

#[test]
fn what_is_missing_or_of_another_kind_is_empty() {
    assert_eq!(read::<User>(json!({"id": 1, "emailAddresses": "x", "hasImage": null})), User::default());
    assert!(Option::<User>::read(&Source::of(Value::Null)).flatten().is_none());
    let session: Session = read(json!({"actor": {"sub": "user_2"}, "factorVerificationAge": [3, -1], "tasks": null}));
    assert_eq!(session.actor.map(|actor| actor.sub).as_deref(), Some("user_2"));
    assert_eq!((session.factor_verification_age, session.tasks.len()), (Some([3, -1]), 0));
}
