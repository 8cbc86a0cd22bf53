//! What is kept of what Clerk says, whether it says it in a webhook, in a list or when it is asked: cleaned in one way, so
//! that the same thing said twice is the same, and nothing that Clerk may say is refused by a database.

use clerk_axum::backend::{InvitationStatus, Membership, Organization, OrganizationInvitation, User};
use domain::{OrganizationId, UserId};
use store::copy;

/// So long a token lives ten times over.
const LONGEST_LOCK_MS: i64 = 10 * 60 * 1_000;
/// Letters kept of a text.
const LONGEST: usize = 500;
/// Permissions kept of a role.
const MOST_PERMISSIONS: usize = 500;

/// Letters that no database refuses, and not too many of them.
pub fn text(text: Option<&str>) -> Option<String> {
    text.map(|text| text.chars().filter(|letter| *letter != '\0').take(LONGEST).collect())
}

/// A text that must say something; `None`: it does not.
pub fn word(word: &str) -> Option<String> {
    text(Some(word)).filter(|word| !word.is_empty())
}

/// An id that is kept as a text; `None`: it is not of Clerk's form.
pub fn id(id: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_id = !id.is_empty() && id.len() <= 64 && id.bytes().all(is_plain);
    is_id.then(|| id.to_owned())
}

/// In an order of their own: Clerk has none.
pub fn permissions(permissions: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = permissions.iter().filter_map(|permission| word(permission)).collect();
    kept.sort_unstable();
    kept.dedup();
    kept.truncate(MOST_PERMISSIONS);
    kept
}

/// Of a lock only that it is there is said when it begins, so it ends here by itself: when Clerk said it would, and after
/// ten minutes at the latest. Until then the last token of whoever is locked is over.
pub fn locked_until(is_locked: bool, ends_in_seconds: Option<i64>, said_at: i64) -> Option<i64> {
    let ends_in_ms = ends_in_seconds.unwrap_or(i64::MAX).saturating_mul(1_000).min(LONGEST_LOCK_MS);
    is_locked.then(|| said_at.saturating_add(ends_in_ms))
}

/// Somebody of whom nothing is known but that they are there.
pub fn nobody_yet(id: UserId) -> copy::Person {
    let (first_name, last_name, image_url, email) = (None, None, None, None);
    let (banned, locked_until, created_at) = (false, None, None);
    copy::Person { id, first_name, last_name, image_url, email, banned, locked_until, created_at, updated_at: 0 }
}

/// An organization as Clerk answers it; `None`: something in it is not of Clerk's form, as in all of these.
pub fn organization(it: &Organization) -> Option<copy::Organization> {
    Some(copy::Organization {
        id: it.id.parse::<OrganizationId>().ok()?,
        name: text(Some(&it.name)).unwrap_or_default(),
        slug: text(it.slug.as_deref()),
        image_url: text(it.image_url.as_deref()),
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

/// A person as Clerk answers them, now.
pub fn person(it: &User, now: i64) -> Option<copy::Person> {
    let primary = it.primary_email_address_id.as_deref();
    let address = primary.and_then(|id| it.email_addresses.iter().find(|address| address.id == id));
    Some(copy::Person {
        first_name: text(it.first_name.as_deref()),
        last_name: text(it.last_name.as_deref()),
        image_url: text(it.image_url.as_deref()),
        email: text(address.map(|address| address.email_address.as_str())),
        banned: it.banned,
        locked_until: locked_until(it.locked, it.lockout_expires_in_seconds, now),
        created_at: Some(it.created_at),
        updated_at: it.updated_at,
        ..nobody_yet(it.id.parse().ok()?)
    })
}

/// A membership as Clerk answers it. The organization and the person are named in passing.
pub fn membership(it: &Membership) -> Option<copy::Membership> {
    let who = it.public_user_data.as_ref()?;
    let person = copy::Person {
        first_name: text(who.first_name.as_deref()),
        last_name: text(who.last_name.as_deref()),
        image_url: text(who.image_url.as_deref()),
        updated_at: it.updated_at,
        ..nobody_yet(who.user_id.parse().ok()?)
    };
    Some(copy::Membership {
        id: id(&it.id)?,
        role: word(&it.role)?,
        permissions: permissions(&it.permissions),
        organization: organization(it.organization.as_ref()?)?,
        person,
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

/// An invitation as Clerk answers it.
pub fn invitation(it: &OrganizationInvitation) -> Option<copy::Invitation> {
    Some(copy::Invitation {
        id: id(&it.id)?,
        organization: it.organization_id.parse().ok()?,
        email: text(Some(&it.email_address)).unwrap_or_default(),
        role: word(&it.role)?,
        status: status(&it.status),
        inviter_id: it.inviter_id.as_deref().and_then(id),
        expires_at: it.expires_at,
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

/// How an invitation stands, as Clerk says it.
pub fn status(status: &InvitationStatus) -> copy::Status {
    match status {
        InvitationStatus::Pending => copy::Status::Pending,
        InvitationStatus::Accepted => copy::Status::Accepted,
        InvitationStatus::Expired => copy::Status::Expired,
        _ => copy::Status::Revoked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_every_database_takes() {
        assert_eq!(text(Some("a\0b")).as_deref(), Some("ab"));
        assert_eq!(text(Some(&"é".repeat(501))).map(|text| text.chars().count()), Some(500));
        assert_eq!((text(None), word("\0")), (None, None));
    }

    #[test]
    fn an_id_is_of_letters_and_digits() {
        assert_eq!(id("orgmem_1a").as_deref(), Some("orgmem_1a"));
        for other in ["", "orgmem-1", "orgmem_é", "a/b", &"a".repeat(65)] {
            assert_eq!(id(other), None, "{other}");
        }
    }

    #[test]
    fn permissions_in_another_order_are_the_same() {
        let all = |list: &[&str]| permissions(&list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(all(&["org:b:read", "org:a:read", "org:b:read"]), all(&["org:a:read", "", "org:b:read"]));
    }

    #[test]
    fn a_lock_ends_by_itself() {
        assert_eq!(locked_until(false, Some(60), 1_000), None);
        assert_eq!(locked_until(true, Some(60), 1_000), Some(61_000));
        assert_eq!(locked_until(true, Some(3_600), 1_000), Some(601_000));
        assert_eq!(locked_until(true, None, 1_000), Some(601_000));
    }
}
