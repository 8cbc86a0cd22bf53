//! What Clerk says of a person, an organization, a membership or an invitation, with no more in it than is kept.

use domain::{OrganizationId, UserId};
use serde::{Deserialize, Serialize};

/// A change, and where it was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// What changed.
    pub change: Change,
    /// When it was said, milliseconds since the epoch: the time of the envelope.
    pub at: i64,
    /// In which delivery.
    pub delivery: String,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A person is as this says.
    Person(Person),
    /// A person is gone.
    PersonGone(UserId),
    /// A person signed in at that time.
    SignedIn {
        /// Who, as they were.
        person: Person,
        /// Milliseconds since the epoch.
        at: i64,
    },
    /// A session of a person's ended.
    SessionEnded {
        /// `sess_…`
        session: String,
        /// Whose it was.
        person: UserId,
    },
    /// An organization is as this says.
    Organization(Organization),
    /// An organization is gone.
    OrganizationGone(OrganizationId),
    /// A membership is as this says.
    Membership(Box<Membership>),
    /// A membership is gone, and was as this says.
    MembershipGone(Box<Membership>),
    /// An invitation is as this says.
    Invitation(Invitation),
}

impl Change {
    /// Whose rows it changes: an event touches one tenant at most.
    #[must_use]
    pub fn tenant(&self) -> &str {
        match self {
            Self::Person(person) | Self::SignedIn { person, .. } => person.id.as_str(),
            Self::PersonGone(person) | Self::SessionEnded { person, .. } => person.as_str(),
            Self::Organization(organization) => organization.id.as_str(),
            Self::OrganizationGone(organization) => organization.as_str(),
            Self::Membership(membership) | Self::MembershipGone(membership) => membership.organization.id.as_str(),
            Self::Invitation(invitation) => invitation.organization.as_str(),
        }
    }

    /// Whether the name or the address of this person is in it.
    #[must_use]
    pub fn names(&self, person: &UserId, address: Option<&str>) -> bool {
        match self {
            Self::Person(it) | Self::SignedIn { person: it, .. } => it.id == *person,
            Self::Membership(membership) | Self::MembershipGone(membership) => membership.person.id == *person,
            Self::Invitation(invitation) => address == Some(invitation.email.as_str()),
            Self::PersonGone(_) | Self::SessionEnded { .. } | Self::Organization(_) | Self::OrganizationGone(_) => {
                false
            }
        }
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as Clerk has them")]
pub struct Person {
    pub id: UserId,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub image_url: Option<String>,
    pub email: Option<String>,
    /// May not sign in, until somebody says otherwise.
    pub banned: bool,
    /// May not sign in until then, which nobody says when it is over.
    #[serde(default)]
    pub locked_until: Option<i64>,
    /// `None`: it was only said in passing.
    pub created_at: Option<i64>,
    pub updated_at: i64,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as Clerk has them")]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    pub slug: Option<String>,
    pub image_url: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// A membership, with the organization and the person as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as Clerk has them")]
pub struct Membership {
    pub id: String,
    pub role: String,
    pub permissions: Vec<String>,
    pub organization: Organization,
    pub person: Person,
    pub created_at: i64,
    pub updated_at: i64,
}

/// An invitation into an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as Clerk has them")]
pub struct Invitation {
    pub id: String,
    pub organization: OrganizationId,
    pub email: String,
    pub role: String,
    pub status: Status,
    pub inviter_id: Option<String>,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It can be accepted.
    Pending,
    /// It was.
    Accepted,
    /// It was taken back.
    Revoked,
    /// It ran out.
    Expired,
}

impl Status {
    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}
