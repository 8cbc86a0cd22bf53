//! From Clerk's memberships and users to people with a name.

use clerk_axum::{
    BackendClient, BackendError,
    backend::{Paging, PublicUserData, User},
};
use domain::{Member, Tenant, UserId, tenant::MEMBERS_MAX, text::showable};

/// The people of a tenant, by name.
pub(super) async fn people_of(backend: &BackendClient, tenant: &Tenant) -> Result<Vec<Member>, BackendError> {
    let mut people: Vec<_> = match tenant {
        Tenant::Organization(id) => {
            let paging = Paging { limit: u32::try_from(MEMBERS_MAX).unwrap_or(u32::MAX), offset: 0 };
            let memberships = backend.memberships(id.as_str(), paging).await?.data;
            memberships.into_iter().filter_map(|membership| member(membership.public_user_data?)).collect()
        }
        Tenant::Personal(id) => vec![person(id.clone(), backend.user(id.as_str()).await?)],
    };
    people.sort_by_cached_key(|member| (member.name.to_lowercase(), member.id.clone()));
    people.truncate(MEMBERS_MAX);
    Ok(people)
}

/// Whether a question about another tenant would have failed as well.
pub(super) fn is_outage(error: &BackendError) -> bool {
    let is_answer = error.answer().is_some();
    matches!(error, BackendError::Unreachable(_)) || (is_answer && error.is_temporary())
}

fn member(user: PublicUserData) -> Option<Member> {
    let id: UserId = user.user_id.parse().ok()?;
    let name = name_of(user.first_name, user.last_name, user.identifier, &id);
    Some(Member { id, name })
}

fn person(id: UserId, user: User) -> Member {
    let identifier = user.username.clone().or_else(|| user.email_address().map(str::to_owned));
    let name = name_of(user.first_name, user.last_name, identifier, &id);
    Member { id, name }
}

/// First and last name, else what the person signs in with, else the id.
fn name_of(first: Option<String>, last: Option<String>, identifier: Option<String>, id: &UserId) -> String {
    let [first, last, identifier] = [first, last, identifier].map(|part| showable(&part.unwrap_or_default()));
    let name = format!("{first} {last}").trim().to_owned();
    [name, identifier].into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_name() -> Result<(), domain::InvalidId> {
        let id: UserId = "user_a".parse()?;
        let name = |first: &str, last: &str, identifier: &str| {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            name_of(text(first), text(last), text(identifier), &id)
        };
        assert_eq!(name("Ada", "Lovelace", "ada@example.com"), "Ada Lovelace");
        assert_eq!(name("", " Lovelace ", "ada@example.com"), "Lovelace");
        assert_eq!(name(" ", "", "ada@example.com"), "ada@example.com");
        assert_eq!(name("", "", ""), "user_a");
        // Clerk takes every text for a name.
        assert_eq!(name("\u{202e}Ada", "\u{2066}Love\u{200b}lace", ""), "Ada Lovelace");
        assert_eq!(name("\u{3164}", "\u{200b}\u{301}", "ada@example.com"), "ada@example.com");
        assert_eq!(name("דוד", "👩\u{200d}🚀", ""), "דוד 👩\u{200d}🚀");
        Ok(())
    }
}
