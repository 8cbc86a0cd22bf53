//! What events happened to: the fields that a server has a use for. Private metadata, phone numbers and the texts of
//! messages are not read at all, and nothing here can be written out again.

use serde::Deserialize;
use serde_json::Value;

use super::EventType;

/// The object of an event.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the object of its name")]
pub enum Payload {
    User(Box<User>),
    Session(Box<Session>),
    Organization(Organization),
    Domain(OrganizationDomain),
    Invitation(OrganizationInvitation),
    Membership(Box<OrganizationMembership>),
    Role(RoleObject),
    Permission(PermissionObject),
    Message(Message),
    Waitlist(WaitlistEntry),
    Billing(BillingItem),
    /// Of a type that was not published when this was written.
    Other(Value),
    /// What is gone.
    Deleted(Deleted),
}

impl Payload {
    pub(super) fn of(event_type: &EventType, data: Value) -> Result<Self, serde_json::Error> {
        let name = event_type.as_str();
        let (object, action) = name.split_once('.').unwrap_or((name, ""));
        if matches!(event_type, EventType::Other(_)) {
            return Ok(Self::Other(data));
        }
        Ok(match (object, action) {
            ("organizationMembership", _) => Self::Membership(serde_json::from_value(data)?),
            (_, "deleted") => Self::Deleted(serde_json::from_value(data)?),
            ("user", _) => Self::User(serde_json::from_value(data)?),
            ("session", _) => Self::Session(serde_json::from_value(data)?),
            ("organization", _) => Self::Organization(serde_json::from_value(data)?),
            ("organizationDomain", _) => Self::Domain(serde_json::from_value(data)?),
            ("organizationInvitation", _) => Self::Invitation(serde_json::from_value(data)?),
            ("role", _) => Self::Role(serde_json::from_value(data)?),
            ("permission", _) => Self::Permission(serde_json::from_value(data)?),
            ("email" | "sms", _) => Self::Message(serde_json::from_value(data)?),
            ("waitlistEntry", _) => Self::Waitlist(serde_json::from_value(data)?),
            _ => Self::Billing(serde_json::from_value(data)?),
        })
    }

    /// The id of the object, where it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::User(user) => Some(&user.id),
            Self::Session(session) => Some(&session.id),
            Self::Organization(organization) => Some(&organization.id),
            Self::Domain(domain) => Some(&domain.id),
            Self::Invitation(invitation) => Some(&invitation.id),
            Self::Membership(membership) => Some(&membership.id),
            Self::Role(role) => Some(&role.id),
            Self::Permission(permission) => Some(&permission.id),
            Self::Message(message) => Some(&message.id),
            Self::Waitlist(entry) => Some(&entry.id),
            Self::Billing(item) => Some(&item.id),
            Self::Other(data) => data.get("id").and_then(Value::as_str),
            Self::Deleted(deleted) => deleted.id.as_deref(),
        }
    }
}

/// A person.
#[derive(Clone, Debug, Deserialize)]
pub struct User {
    /// `user_…`.
    pub id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Where the picture is.
    pub image_url: Option<String>,
    /// Which of the addresses is the first one.
    pub primary_email_address_id: Option<String>,
    /// All addresses.
    #[serde(default)]
    pub email_addresses: Vec<EmailAddress>,
    /// Whether the person may not sign in any more.
    #[serde(default)]
    pub banned: bool,
    /// Whether the person may not sign in for a while.
    #[serde(default)]
    pub locked: bool,
    /// For how long from now; `None`: until somebody says otherwise.
    #[serde(default)]
    pub lockout_expires_in_seconds: Option<i64>,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
}

impl User {
    /// The first address.
    #[must_use]
    pub fn primary_email(&self) -> Option<&str> {
        let primary = self.primary_email_address_id.as_deref()?;
        let address = self.email_addresses.iter().find(|address| address.id.as_deref() == Some(primary))?;
        Some(&address.email_address)
    }
}

/// An e-mail address.
#[derive(Clone, Debug, Deserialize)]
pub struct EmailAddress {
    /// `idn_…`.
    pub id: Option<String>,
    /// The address itself.
    pub email_address: String,
}

/// What is gone. It has no time of its own.
#[derive(Clone, Debug, Deserialize)]
pub struct Deleted {
    /// The id of what is gone.
    pub id: Option<String>,
    /// Its slug, if it had one.
    pub slug: Option<String>,
}

/// A session.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// `sess_…`.
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// `active`, `ended`, …
    pub status: String,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
    /// The person as they were.
    pub user: Option<User>,
}

/// An organization.
#[derive(Clone, Debug, Deserialize)]
pub struct Organization {
    /// `org_…`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its slug, where instances have them.
    pub slug: Option<String>,
    /// Where its picture is.
    pub image_url: Option<String>,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
}

/// An organization as it was when something else happened.
#[derive(Clone, Debug, Deserialize)]
pub struct EmbeddedOrganization {
    /// `org_…`.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Its slug, where instances have them.
    pub slug: Option<String>,
    /// Where its picture is.
    pub image_url: Option<String>,
    /// Milliseconds since the epoch.
    pub created_at: Option<i64>,
    /// Milliseconds since the epoch.
    pub updated_at: Option<i64>,
}

/// A person as they were when something else happened.
#[derive(Clone, Debug, Deserialize)]
pub struct EmbeddedPerson {
    /// `user_…`.
    pub user_id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Where the picture is.
    pub image_url: Option<String>,
}

/// A domain of an organization.
#[derive(Clone, Debug, Deserialize)]
pub struct OrganizationDomain {
    /// `orgdmn_…`.
    pub id: String,
    /// Whose it is.
    pub organization_id: String,
    /// The domain.
    pub name: String,
    /// Who becomes a member by it.
    pub enrollment_mode: Option<String>,
}

impl OrganizationInvitation {
    /// Into what it is: `org_…`.
    #[must_use]
    pub fn organization_id(&self) -> Option<&str> {
        let of_organization = self.public_organization_data.as_ref().map(|organization| organization.id.as_str());
        self.organization_id.as_deref().or(of_organization)
    }
}

/// An invitation into an organization.
#[derive(Clone, Debug, Deserialize)]
pub struct OrganizationInvitation {
    /// `orginv_…`.
    pub id: String,
    /// Who was invited.
    pub email_address: String,
    /// The role that they will have.
    pub role: String,
    /// Into what.
    #[serde(default)]
    pub organization_id: Option<String>,
    /// The same, where it says more of it.
    #[serde(default)]
    pub public_organization_data: Option<EmbeddedOrganization>,
    /// `pending`, `accepted`, `revoked`, `expired`.
    pub status: Option<String>,
    /// Until when it can be accepted, milliseconds since the epoch.
    pub expires_at: Option<i64>,
    /// Who invited.
    pub inviter_id: Option<String>,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
}

/// A membership. Also where it is gone: that event has all of it.
#[derive(Clone, Debug, Deserialize)]
pub struct OrganizationMembership {
    /// `orgmem_…`.
    pub id: String,
    /// The role: `org:…`.
    pub role: String,
    /// What the role may do; system permissions too, which no token has.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// In what.
    pub organization: EmbeddedOrganization,
    /// Who.
    pub public_user_data: EmbeddedPerson,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
}

/// A role that organizations have.
#[derive(Clone, Debug, Deserialize)]
pub struct RoleObject {
    /// `role_…`.
    pub id: String,
    /// `org:…`.
    pub key: String,
    /// What it may do.
    #[serde(default)]
    pub permissions: Vec<PermissionObject>,
}

/// A permission.
#[derive(Clone, Debug, Deserialize)]
pub struct PermissionObject {
    /// `perm_…`.
    pub id: String,
    /// `org:…`.
    pub key: String,
}

/// An e-mail or a text message that was made: what it says and to whom is not read.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// `ema_…`, `sms_…`.
    pub id: String,
}

/// Somebody who waits to be let in.
#[derive(Clone, Debug, Deserialize)]
pub struct WaitlistEntry {
    /// `wle_…`.
    pub id: String,
    /// `pending`, `invited`, …
    pub status: String,
}

/// A subscription, an item of one, or an attempt to pay.
#[derive(Clone, Debug, Deserialize)]
pub struct BillingItem {
    /// Its id.
    pub id: String,
    /// How it stands.
    pub status: String,
}
