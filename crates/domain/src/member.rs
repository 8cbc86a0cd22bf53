//! Members of an organization and invitations to it, as pages and the API show them.

use serde::{Deserialize, Serialize};

use crate::{audit::AuditAction, field::Field, id::UserId};

/// Clerk's permission to see who belongs to an organization. No session token has it; memberships do.
pub const READ: &str = "org:sys_memberships:read";
/// Clerk's permission to change who belongs to an organization.
pub const MANAGE: &str = "org:sys_memberships:manage";

/// So many may be invited at once.
pub const INVITED_AT_ONCE: usize = 10;
/// So many invitations an organization may send in an hour.
pub const INVITED_PER_HOUR: u32 = 20;
/// Further than that nobody counts.
pub const COUNTED: u32 = 1_000;
/// Characters of the longest address.
pub const ADDRESS_MAX: usize = 254;

/// A member of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationMember {
    /// `user_…`
    pub id: UserId,
    /// First and last name; their id where Clerk knows no name.
    pub name: String,
    /// `org:admin`
    pub role: String,
    /// Milliseconds since the epoch.
    pub joined_at: i64,
    /// When they last signed in, to whatever organization; `None`: not since this app hears of it.
    pub signed_in_at: Option<i64>,
}

impl OrganizationMember {
    /// What pages show.
    pub const FIELDS: &'static [Field] = &[
        Field::line("name", "Name", 200),
        ROLE,
        Field::moment("joined_at", "Joined"),
        Field::moment("signed_in_at", "Last signed in"),
    ];
    /// What the trail shows.
    pub const NOTED: &'static [Field] = &[Field::person("person", "Person"), ROLE];

    /// Somebody became a member.
    pub const JOINED: AuditAction = AuditAction::of("member", "joined");
    /// A member has another role.
    pub const CHANGED: AuditAction = AuditAction::of("member", "updated");
    /// A member was removed.
    pub const REMOVED: AuditAction = AuditAction::of("member", "removed");
    /// A member left.
    pub const LEFT: AuditAction = AuditAction::of("member", "left");
}

const ROLE: Field = Field::choice("role", "Role", &[]);

/// An invitation to an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationInvitation {
    /// `orginv_…`
    pub id: String,
    /// Who is invited; kept only as long as the invitation is pending.
    pub email_address: Option<String>,
    /// `org:member`
    pub role: String,
    /// `pending`, `accepted`, `revoked` or `expired`.
    pub status: String,
    /// Who invited.
    pub inviter: Option<UserId>,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Until when it can be accepted.
    pub expires_at: Option<i64>,
}

impl OrganizationInvitation {
    /// How an invitation may stand.
    pub const STATUSES: [&'static str; 4] = ["pending", "expired", "accepted", "revoked"];
    /// What the trail shows.
    pub const NOTED: &'static [Field] = &[ROLE];

    /// Somebody was invited.
    pub const SENT: AuditAction = AuditAction::of("invitation", "sent");
    /// It was sent once more, as another one.
    pub const RESENT: AuditAction = AuditAction::of("invitation", "resent");
    /// It was taken back.
    pub const REVOKED: AuditAction = AuditAction::of("invitation", "revoked");
}

/// How many people an organization has, as far as anybody counts: [`COUNTED`] may be more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// Members.
    pub members: usize,
    /// Invitations that nobody has accepted yet.
    pub invitations: usize,
}

/// Which members are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MemberQuery {
    /// A part of the name.
    pub search: String,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// Rows wanted.
    pub limit: Option<u32>,
}

/// Which invitations are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InvitationQuery {
    /// How they stand; empty: pending.
    pub status: String,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// Rows wanted.
    pub limit: Option<u32>,
}

/// The addresses in a text, each once: separated by spaces, commas, semicolons or line breaks.
pub fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let parts = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    for address in parts.map(str::to_ascii_lowercase).filter(|part| !part.is_empty()) {
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// Whether a text looks like an address. Which ones take mail, only sending tells.
pub fn is_address(text: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.contains(|letter: char| letter.is_control() || letter == '@');
    let is_host = |host: &str| host.contains('.') && host.split('.').all(|label| !label.is_empty());
    text.len() <= ADDRESS_MAX
        && text.split_once('@').is_some_and(|(name, host)| is_plain(name) && is_plain(host) && is_host(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_in_many_ways_and_each_counts_once() {
        assert_eq!(addresses(" a@x.io, B@x.io;a@x.io\r\n\tc@x.io "), ["a@x.io", "b@x.io", "c@x.io"]);
        assert!(addresses(" ,;\n").is_empty());
    }

    #[test]
    fn what_cannot_be_an_address_is_told() {
        for good in ["a@x.io", "jörg+x@bücher.example", "a.b@c.d.e"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@x.io", "a".repeat(ADDRESS_MAX));
        for bad in ["", "a", "a@", "@x.io", "a@x", "a@@x.io", "a@x..io", "a@x.io.", "a\u{7}@x.io", &long] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
