//! What a change means to others: the events of Clerk's webhooks. They are read off the rows that a change touched, in one
//! place, so that no call can forget one, whichever API it belongs to.
//!
//! An organization or a person who goes takes memberships along without an event for each.

use serde_json::{Value, json};

use super::{
    State,
    code::Mail,
    organization::Membership,
    role::RoleBook,
    session::Session,
    table::{Change, Row, Table},
};
use crate::{
    resources::{View, deleted, extend, organization as draw, put},
    roles::{Permission, Role},
};

/// Every type: those that Clerk publishes, and one more that only its SDK names.
pub(crate) const TYPES: [&str; 46] = [
    "email.created",
    "organization.created",
    "organization.updated",
    "organization.deleted",
    "organizationDomain.created",
    "organizationDomain.updated",
    "organizationDomain.deleted",
    "organizationInvitation.created",
    "organizationInvitation.accepted",
    "organizationInvitation.revoked",
    "organizationMembership.created",
    "organizationMembership.updated",
    "organizationMembership.deleted",
    "paymentAttempt.created",
    "paymentAttempt.updated",
    "permission.created",
    "permission.updated",
    "permission.deleted",
    "role.created",
    "role.updated",
    "role.deleted",
    "session.created",
    "session.pending",
    "session.ended",
    "session.removed",
    "session.revoked",
    "sms.created",
    "subscription.created",
    "subscription.updated",
    "subscription.active",
    "subscription.pastDue",
    "subscriptionItem.abandoned",
    "subscriptionItem.active",
    "subscriptionItem.canceled",
    "subscriptionItem.created",
    "subscriptionItem.ended",
    "subscriptionItem.freeTrialEnding",
    "subscriptionItem.incomplete",
    "subscriptionItem.pastDue",
    "subscriptionItem.upcoming",
    "subscriptionItem.updated",
    "user.created",
    "user.updated",
    "user.deleted",
    "waitlistEntry.created",
    "waitlistEntry.updated",
];

/// Type and data.
pub(crate) type Event = (&'static str, Value);

impl State {
    /// Publishes what the change that is about to be kept means. Nothing does that nobody wants to know.
    pub(crate) fn tell(&mut self) {
        if std::mem::take(&mut self.silent) || self.data.endpoints.is_empty() {
            return;
        }
        for (kind, data) in self.events() {
            self.publish(kind, data);
        }
    }

    /// Things come after what they belong to, and go before it.
    fn events(&self) -> Vec<Event> {
        let view = View { state: self, origin: &self.app_origin };
        let groups = [
            self.message_events(view),
            gone(self.membership_events(view)),
            gone(self.domain_events(view)),
            of(
                &self.data.users,
                ["user.created", "user.updated", "user.deleted"],
                |row| view.backend_user(row),
                |row| {
                    let mut view = deleted("user", &row.id);
                    if let Some(id) = &row.external_id {
                        put(&mut view, "external_id", json!(id));
                    }
                    view
                },
            ),
            of(
                &self.data.organizations,
                ["organization.created", "organization.updated", "organization.deleted"],
                |row| view.backend_organization(row),
                |row| json!({ "object": "organization", "id": row.id, "slug": row.slug, "deleted": true }),
            ),
            there(self.membership_events(view)),
            self.invitation_events(view),
            there(self.domain_events(view)),
            self.role_events(),
            self.waitlist_events(view),
            self.session_events(view),
        ];
        groups.into_iter().flatten().collect()
    }

    fn message_events(&self, view: View<'_>) -> Vec<Event> {
        let made = self.data.mails.changed().filter_map(|change| match change {
            Change::Made(mail) => Some(self.message_event(view, mail)),
            _ => None,
        });
        made.collect()
    }

    fn message_event(&self, view: View<'_>, mail: &Mail) -> Event {
        match mail.channel.as_str() {
            "sms" => ("sms.created", view.sms(mail, self.random.id("sms"))),
            _ => ("email.created", view.email_message(mail, self.random.id("ema"))),
        }
    }

    /// Of people and organizations that are still there.
    fn membership_events(&self, view: View<'_>) -> Vec<Event> {
        let kinds =
            ["organizationMembership.created", "organizationMembership.updated", "organizationMembership.deleted"];
        let is_whole =
            |row: &Membership| self.user(&row.user_id).is_ok() && self.organization(&row.organization_id).is_ok();
        let whole = of(
            &self.data.memberships,
            kinds,
            |row| view.backend_membership(row),
            |row| {
                if is_whole(row) { view.backend_membership(row) } else { Value::Null }
            },
        );
        whole.into_iter().filter(|(_, data)| !data.is_null()).collect()
    }

    fn domain_events(&self, view: View<'_>) -> Vec<Event> {
        let kinds = ["organizationDomain.created", "organizationDomain.updated", "organizationDomain.deleted"];
        of(&self.data.domains, kinds, |row| view.domain(row), |row| deleted("organization_domain", &row.id))
    }

    fn invitation_events(&self, view: View<'_>) -> Vec<Event> {
        let events = self.data.invitations.changed().filter_map(|change| match change {
            Change::Made(row) => Some(("organizationInvitation.created", view.backend_invitation(row, false))),
            Change::Other(before, row) if before.status != row.status => match row.status.as_str() {
                "accepted" => {
                    let mut data = view.backend_invitation(row, false);
                    let organization = view.public_organization(&row.organization_id);
                    let more = json!({
                        "user_id": self.accepted_by(&row.organization_id, &row.address),
                        "data": { "public_organization_data": organization },
                    });
                    extend(&mut data, more);
                    Some(("organizationInvitation.accepted", data))
                }
                "revoked" => Some(("organizationInvitation.revoked", view.backend_invitation(row, false))),
                _ => None,
            },
            _ => None,
        });
        events.collect()
    }

    /// Who just joined the organization, or else whose address it is.
    fn accepted_by(&self, organization_id: &str, address: &str) -> Option<String> {
        let joined = self.data.memberships.changed().find_map(|change| match change {
            Change::Made(row) if row.organization_id == organization_id => Some(row.user_id.clone()),
            _ => None,
        });
        joined.or_else(|| self.user_by_email(address).map(|user| user.id.clone()))
    }

    fn role_events(&self) -> Vec<Event> {
        let Some(before) = self.data.role_books.changed().find_map(|change| match change {
            Change::Made(_) => Some(self.configured_roles()),
            Change::Other(before, _) => Some(RoleBook::roles(before)),
            Change::Gone(_) => None,
        }) else {
            return Vec::new();
        };
        let (old, new): (Vec<Permission>, Vec<Permission>) = (before.permissions(), self.roles.permissions());
        let permissions =
            compare(&old, &new, Permission::id, ["permission.created", "permission.updated", "permission.deleted"]);
        let permissions = permissions.map(|(kind, row, is_there)| {
            (kind, if is_there { draw::permission(row) } else { deleted("permission", &row.id()) })
        });
        let (old, new): (Vec<Role>, Vec<Role>) =
            (before.iter().cloned().collect(), self.roles.iter().cloned().collect());
        let roles = compare(&old, &new, Role::id, ["role.created", "role.updated", "role.deleted"]);
        let roles = roles.map(|(kind, row, is_there)| {
            (kind, if is_there { draw::role(&self.roles, row) } else { deleted("role", &row.id()) })
        });
        permissions.chain(roles).collect()
    }

    fn waitlist_events(&self, view: View<'_>) -> Vec<Event> {
        let events = self.data.waitlist.changed().filter_map(|change| match change {
            Change::Made(row) => Some(("waitlistEntry.created", view.waitlist_entry(row))),
            Change::Other(_, row) => Some(("waitlistEntry.updated", view.waitlist_entry(row))),
            Change::Gone(_) => None,
        });
        events.collect()
    }

    fn session_events(&self, view: View<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        for change in self.data.sessions.changed() {
            let (kinds, row) = match change {
                Change::Made(row) => {
                    (vec![Some("session.created"), self.is_pending(row).then_some("session.pending")], row)
                }
                Change::Other(before, row) => (vec![self.session_change(before, row)], row),
                Change::Gone(_) => continue,
            };
            events.extend(kinds.into_iter().flatten().map(|kind| (kind, view.session_of_user(row))));
        }
        events
    }

    fn session_change(&self, before: &Session, row: &Session) -> Option<&'static str> {
        match (&before.ended, row.ended.as_deref()) {
            (None, Some("removed")) => Some("session.removed"),
            (None, Some("revoked")) => Some("session.revoked"),
            (None, Some(_)) => Some("session.ended"),
            (None, None) if self.is_pending(row) && !self.is_pending(before) => Some("session.pending"),
            _ => None,
        }
    }
}

/// The three events that most tables have.
fn of<T: Row>(
    table: &Table<T>,
    [created, updated, removed]: [&'static str; 3],
    draw: impl Fn(&T) -> Value,
    draw_gone: impl Fn(&T) -> Value,
) -> Vec<Event> {
    let events = table.changed().map(|change| match change {
        Change::Made(row) => (created, draw(row)),
        Change::Other(_, row) => (updated, draw(row)),
        Change::Gone(row) => (removed, draw_gone(row)),
    });
    events.collect()
}

fn gone(events: Vec<Event>) -> Vec<Event> {
    events.into_iter().filter(|(kind, _)| kind.ends_with(".deleted")).collect()
}

fn there(events: Vec<Event>) -> Vec<Event> {
    events.into_iter().filter(|(kind, _)| !kind.ends_with(".deleted")).collect()
}

/// What came, changed and went between two lists of things with ids; the last says whether it is still there.
fn compare<'a, T: PartialEq>(
    old: &'a [T],
    new: &'a [T],
    id: impl Fn(&T) -> String + Copy + 'a,
    [created, updated, removed]: [&'static str; 3],
) -> impl Iterator<Item = (&'static str, &'a T, bool)> {
    let is_same = move |one: &T, other: &T| id(one) == id(other);
    let there = new.iter().filter_map(move |row| match old.iter().find(|before| is_same(before, row)) {
        None => Some((created, row, true)),
        Some(before) if before != row => Some((updated, row, true)),
        Some(_) => None,
    });
    let went = old.iter().filter(move |before| !new.iter().any(|row| is_same(before, row)));
    there.chain(went.map(move |row| (removed, row, false)))
}
