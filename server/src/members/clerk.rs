//! From Clerk's memberships and users to people with a name.

use std::{collections::BTreeSet, time::Duration};

use clerk_axum::{
    BackendClient, BackendError,
    backend::{Membership, MembershipList, Page},
};
use domain::{Tenant, UserId, people::CHOICES_MAX, text::showable};

use super::answers::{Answer, Person};

/// What a role of Clerk's must include for its people to see who the others are. It is in no session token.
const READS: &str = "org:sys_memberships:read";

/// For an answer that comes too late for the page that asked, and in time for the next one.
const PATIENCE: Duration = Duration::from_secs(10);

/// About whom Clerk is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// Everybody in the tenant, as far as one answer holds them.
    Everybody,
    /// These alone.
    These(BTreeSet<UserId>),
}

/// The people of a tenant.
pub(super) async fn ask(backend: &BackendClient, tenant: &Tenant, whom: &Whom) -> Result<Answer, BackendError> {
    match tenant {
        Tenant::Organization(id) => match members(backend, id.as_str(), whom).await {
            Ok(Page { data, total_count }) => {
                Ok(Answer::of(data.into_iter().filter_map(person), total_count.unwrap_or(u64::MAX)))
            }
            // There is no such organization any more, so nobody belongs to it.
            Err(error) if error.is_not_found() => Ok(Answer::of([], 0)),
            Err(error) => Err(error),
        },
        Tenant::Personal(id) => {
            let user = backend.users().get(id.as_str()).once().deadline(PATIENCE).await?;
            let name = name_of(user.first_name, user.last_name);
            Ok(Answer::of([Person { id: id.clone(), name, reads: true }], 1))
        }
    }
}

async fn members(backend: &BackendClient, id: &str, whom: &Whom) -> Result<Page<Membership>, BackendError> {
    let user_id = match whom {
        Whom::Everybody => Vec::new(),
        Whom::These(people) => people.iter().map(|id| id.as_str().to_owned()).collect(),
    };
    let parameters = MembershipList { limit: u64::try_from(CHOICES_MAX).ok(), user_id, ..MembershipList::default() };
    backend.organizations().list_memberships(id, &parameters).once().deadline(PATIENCE).await
}

/// Whether a question about another tenant would have failed as well.
pub(super) fn is_outage(error: &BackendError) -> bool {
    error.is_outage()
}

fn person(membership: Membership) -> Option<Person> {
    let user = membership.public_user_data?;
    let reads = membership.permissions.iter().any(|permission| permission == READS);
    Some(Person { id: user.user_id.parse().ok()?, name: name_of(user.first_name, user.last_name), reads })
}

/// First and last name, without what cannot be seen or turns the direction. What the person signs in with is no name, even
/// where they gave no other.
fn name_of(first: Option<String>, last: Option<String>) -> Option<String> {
    let [first, last] = [first, last].map(|part| showable(&part.unwrap_or_default()));
    let name = format!("{first} {last}").trim().to_owned();
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn membership(user: Value, permissions: &[&str]) -> Result<Option<Person>, serde_json::Error> {
        let membership =
            json!({ "id": "orgmem_1", "role": "org:x", "permissions": permissions, "public_user_data": user });
        serde_json::from_value(membership).map(person)
    }

    #[test]
    fn an_identifier_is_no_name() -> Result<(), serde_json::Error> {
        let name = |first: &str, last: &str| {
            let user =
                json!({ "user_id": "user_a", "first_name": first, "last_name": last, "identifier": "a@example.com" });
            membership(user, &[]).map(|person| person.and_then(|person| person.name))
        };
        assert_eq!(name("Ada", "Lovelace")?.as_deref(), Some("Ada Lovelace"));
        assert_eq!(name("", " Lovelace ")?.as_deref(), Some("Lovelace"));
        assert_eq!(name(" ", "")?, None);
        // Clerk takes every text for a name.
        assert_eq!(name("\u{202e}Ada", "\u{2066}Love\u{200b}lace")?.as_deref(), Some("Ada Lovelace"));
        assert_eq!(name("\u{3164}", "\u{200b}\u{301}")?, None);
        assert_eq!(name("דוד", "👩\u{200d}🚀")?.as_deref(), Some("דוד 👩\u{200d}🚀"));
        Ok(())
    }

    #[test]
    fn who_may_read_is_said_by_the_membership() -> Result<(), serde_json::Error> {
        let reads = |permissions: &[&str]| {
            membership(json!({ "user_id": "user_a" }), permissions).map(|person| person.map(|person| person.reads))
        };
        assert_eq!(reads(&["org:activity:read", "org:sys_memberships:read"])?, Some(true));
        assert_eq!(
            reads(&["org:activity:read", "org:sys_memberships:manage", "org:sys_memberships:reader"])?,
            Some(false)
        );
        assert_eq!(reads(&[])?, Some(false));
        Ok(())
    }
}
