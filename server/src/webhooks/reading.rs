//! From a checked body to what is kept of it: names and times of people, organizations, memberships and invitations, and no
//! more. Messages are dropped before anything is written: they hold codes.

use clerk_protocol::verify::webhook::{self, Event, EventType, MalformedEvent, Payload};
use domain::{OrganizationId, UserId};
use serde_json::Value;
use store::{
    copy::{Change, Heard, Invitation, Membership, Organization, Person, Status},
    webhooks::{Delivery, Task},
};

use app::kept::{self, locked_until, nobody_yet, text, word};

/// What becomes of a delivery.
pub(crate) enum Reading {
    /// Nothing of it is kept.
    Drop,
    /// It is kept.
    Keep(Box<Delivery>),
}

impl Reading {
    /// Reads a body whose signature is right.
    ///
    /// # Errors
    /// When it is not JSON: then nobody can say what it is.
    pub(crate) fn of(delivery: webhook::Delivery, body: &[u8]) -> Result<Self, &'static str> {
        let value: Value = serde_json::from_slice(body).map_err(|_| "The webhook's body is not JSON.")?;
        let named = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let (event_type, instance_id) = (named("type").unwrap_or_default(), named("instance_id"));
        if ["email", "sms"].contains(&event_type.split('.').next().unwrap_or_default()) {
            return Ok(Self::Drop);
        }
        let object_id = value.pointer("/data/id").and_then(Value::as_str).map(str::to_owned);
        let occurred_at = value.get("timestamp").and_then(Value::as_i64).unwrap_or(delivery.timestamp * 1_000);
        let task = task(&delivery.id, Event::of(value));
        let event_type: String = event_type.chars().take(100).collect();
        let object_id = object_id.filter(|id| id.len() <= 100);
        let webhook::Delivery { id, digest, .. } = delivery;
        Ok(Self::Keep(Box::new(Delivery { id, event_type, object_id, occurred_at, instance_id, digest, task })))
    }
}

/// What is to be done for an event.
fn task(delivery: &str, event: Result<Event, MalformedEvent>) -> Task {
    let event = match event {
        Ok(event) => event,
        Err(MalformedEvent::Payload(_)) => return Task::Park("its payload is not as it is published"),
        Err(_) => return Task::Park("its envelope is not that of an event"),
    };
    let heard = match change(&event) {
        Ok(Some(change)) => Heard { change, at: event.timestamp, delivery: delivery.to_owned() },
        Ok(None) if matches!(event.event_type, EventType::Other(_)) => {
            return Task::Ignore("its type was not known when this was written");
        }
        Ok(None) => return Task::Ignore("nothing here depends on it"),
        Err(why) => return Task::Park(why),
    };
    serde_json::to_string(&heard).map_or(Task::Park("it cannot be kept"), Task::Apply)
}

const MALFORMED_ID: &str = "an id in it is not of Clerk's form";

/// What it changes here, if anything.
///
/// # Errors
/// When it cannot be what Clerk sends.
pub(crate) fn change(event: &Event) -> Result<Option<Change>, &'static str> {
    let is_gone = event.event_type == EventType::OrganizationMembershipDeleted;
    Ok(Some(match &event.payload {
        Payload::User(user) => Change::Person(person(user, event.timestamp)?),
        Payload::Session(session) => return self::session(event, session),
        Payload::Organization(organization) => Change::Organization(self::organization(organization)?),
        Payload::Membership(membership) => {
            let membership = Box::new(self::membership(membership)?);
            if is_gone { Change::MembershipGone(membership) } else { Change::Membership(membership) }
        }
        Payload::Invitation(invitation) => Change::Invitation(self::invitation(&event.event_type, invitation)?),
        Payload::Deleted(deleted) => match (&event.event_type, deleted.id.as_deref()) {
            (EventType::UserDeleted, Some(id)) => Change::PersonGone(user_id(id)?),
            (EventType::OrganizationDeleted, Some(id)) => Change::OrganizationGone(organization_id(id)?),
            (EventType::UserDeleted | EventType::OrganizationDeleted, None) => {
                return Err("it does not say what is gone");
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn user_id(id: &str) -> Result<UserId, &'static str> {
    id.parse().map_err(|_| MALFORMED_ID)
}

fn organization_id(id: &str) -> Result<OrganizationId, &'static str> {
    id.parse().map_err(|_| MALFORMED_ID)
}

/// An id that is kept as a text.
fn checked(id: &str) -> Result<String, &'static str> {
    kept::id(id).ok_or(MALFORMED_ID)
}

fn person(user: &webhook::User, said_at: i64) -> Result<Person, &'static str> {
    Ok(Person {
        first_name: text(user.first_name.as_deref()),
        last_name: text(user.last_name.as_deref()),
        image_url: text(user.image_url.as_deref()),
        email: text(user.primary_email()),
        banned: user.banned,
        locked_until: locked_until(user.locked, user.lockout_expires_in_seconds, said_at),
        created_at: Some(user.created_at),
        updated_at: user.updated_at,
        ..nobody_yet(user_id(&user.id)?)
    })
}

fn session(event: &Event, session: &webhook::Session) -> Result<Option<Change>, &'static str> {
    let id = user_id(&session.user_id)?;
    let person = |user| person(user, event.timestamp);
    Ok(match event.event_type {
        EventType::SessionEnded | EventType::SessionRemoved | EventType::SessionRevoked => {
            Some(Change::SessionEnded { session: checked(&session.id)?, person: id })
        }
        EventType::SessionCreated => {
            let known = session.user.as_ref().map(person).transpose()?.filter(|person| person.id == id);
            let person = known.unwrap_or_else(|| nobody_yet(id));
            Some(Change::SignedIn { person, at: session.created_at })
        }
        _ => None,
    })
}

fn organization(it: &webhook::Organization) -> Result<Organization, &'static str> {
    Ok(Organization {
        id: organization_id(&it.id)?,
        name: text(Some(&it.name)).unwrap_or_default(),
        slug: text(it.slug.as_deref()),
        image_url: text(it.image_url.as_deref()),
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

fn membership(it: &webhook::OrganizationMembership) -> Result<Membership, &'static str> {
    let (of, who) = (&it.organization, &it.public_user_data);
    let organization = Organization {
        id: organization_id(&of.id)?,
        name: text(of.name.as_deref()).unwrap_or_default(),
        slug: text(of.slug.as_deref()),
        image_url: text(of.image_url.as_deref()),
        created_at: of.created_at.unwrap_or(it.created_at),
        updated_at: of.updated_at.unwrap_or_default(),
    };
    let person = Person {
        first_name: text(who.first_name.as_deref()),
        last_name: text(who.last_name.as_deref()),
        image_url: text(who.image_url.as_deref()),
        updated_at: it.updated_at,
        ..nobody_yet(user_id(&who.user_id)?)
    };
    let permissions = kept::permissions(&it.permissions);
    let (created_at, updated_at) = (it.created_at, it.updated_at);
    let role = word(&it.role).ok_or("it names no role")?;
    Ok(Membership { id: checked(&it.id)?, role, permissions, organization, person, created_at, updated_at })
}

fn invitation(event_type: &EventType, it: &webhook::OrganizationInvitation) -> Result<Invitation, &'static str> {
    let status = match (event_type, it.status.as_deref()) {
        (EventType::OrganizationInvitationAccepted, _) | (_, Some("accepted")) => Status::Accepted,
        (EventType::OrganizationInvitationRevoked, _) | (_, Some("revoked")) => Status::Revoked,
        (_, Some("expired")) => Status::Expired,
        _ => Status::Pending,
    };
    Ok(Invitation {
        id: checked(&it.id)?,
        organization: organization_id(it.organization_id().ok_or("it does not say into what")?)?,
        email: text(Some(&it.email_address)).unwrap_or_default(),
        role: word(&it.role).ok_or("it names no role")?,
        status,
        inviter_id: it.inviter_id.as_deref().map(checked).transpose()?,
        expires_at: it.expires_at,
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}
