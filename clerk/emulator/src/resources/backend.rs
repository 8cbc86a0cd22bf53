//! What a server sees and a browser does not: private metadata, tickets, who invited whom.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{View, extend, put};
use crate::{
    MOUNT,
    state::{
        app_invitation::AppInvitation,
        invitation::Invitation,
        organization::{Membership, Organization},
        session::Session,
        user::User,
        waitlist::WaitlistEntry,
    },
};

impl View<'_> {
    pub(crate) fn backend_user(self, user: &User) -> Value {
        let mut view = self.user_alone(user);
        put(&mut view, "private_metadata", json!(user.private_metadata));
        put(&mut view, "profile_image_url", json!(self.image_url(&user.id)));
        view
    }

    pub(crate) fn backend_organization(self, organization: &Organization) -> Value {
        let mut view = self.organization(organization);
        let more = json!({
            "logo_url": organization.image,
            "private_metadata": organization.private_metadata,
            "created_by": organization.created_by,
            "role_set_key": organization.role_set_key,
            "last_active_at": organization.updated_at,
        });
        extend(&mut view, more);
        view
    }

    pub(crate) fn backend_membership(self, membership: &Membership) -> Value {
        self.backend_memberships()(membership)
    }

    /// Draws many memberships; each organization among them is drawn once, for it counts its members.
    pub(crate) fn backend_memberships(self) -> impl FnMut(&Membership) -> Value {
        let mut drawn: BTreeMap<String, Value> = BTreeMap::new();
        move |membership| {
            let id = &membership.organization_id;
            let organization = drawn.entry(id.clone()).or_insert_with(|| {
                self.state.organization(id).map_or(Value::Null, |organization| self.backend_organization(organization))
            });
            let mut view = self.membership_of(membership, organization.clone());
            put(&mut view, "private_metadata", json!(membership.private_metadata));
            if let Ok(user) = self.state.user(&membership.user_id) {
                put(&mut view, "public_user_data", self.public_user(user));
            }
            view
        }
    }

    /// An invitation, with the public side of its organization where lists span several.
    pub(crate) fn backend_invitation(self, invitation: &Invitation, with_organization: bool) -> Value {
        let mut view = self.invitation(invitation);
        let inviter = invitation.inviter_id.as_deref().and_then(|id| self.state.user(id).ok());
        let more = json!({
            "inviter_id": invitation.inviter_id,
            "public_inviter_data": inviter.map(|user| self.public_user(user)),
            "private_metadata": invitation.private_metadata,
            "url": self.state.is_pending_invitation(invitation).then(|| self.ticket_link(&invitation.ticket)),
        });
        extend(&mut view, more);
        if with_organization {
            put(&mut view, "public_organization_data", self.public_organization(&invitation.organization_id));
        }
        view
    }

    /// Where the mail of an invitation leads: to the Frontend API, which knows who has an account and who is signed in.
    pub(crate) fn ticket_link(self, ticket: &str) -> String {
        format!("{}{MOUNT}/v1/tickets/accept?ticket={ticket}", self.origin)
    }

    /// The app's page that signs in with a ticket.
    pub(crate) fn ticket_page(self, ticket: &str) -> String {
        format!("{}/sign-in?__clerk_ticket={ticket}", self.origin)
    }

    pub(crate) fn session_status(self, session: &Session) -> &str {
        match &session.ended {
            Some(status) => status.as_str(),
            None if !session.is_live(self.state.now_ms()) => "expired",
            None if self.state.is_pending(session) => "pending",
            None => "active",
        }
    }

    pub(crate) fn backend_session(self, session: &Session) -> Value {
        let status = self.session_status(session);
        let mut view = json!({
            "object": "session",
            "id": session.id,
            "client_id": session.client_id,
            "user_id": session.user_id,
            "status": status,
            "actor": session.actor,
            "last_active_organization_id": session.organization_id,
            "last_active_at": session.last_active_at,
            "latest_activity": super::session::activity(session),
            "expire_at": session.expire_at,
            "abandon_at": session.expire_at,
            "created_at": session.created_at,
            "updated_at": session.last_active_at,
        });
        if status == "pending" {
            let tasks = self.state.tasks(session).into_iter().map(|key| json!({ "key": key })).collect();
            put(&mut view, "tasks", tasks);
        }
        view
    }

    /// A session with its person, as events have it.
    pub(crate) fn session_of_user(self, session: &Session) -> Value {
        let mut view = self.backend_session(session);
        let user = self.state.user(&session.user_id).ok();
        put(&mut view, "user", json!(user.map(|user| self.backend_user(user))));
        view
    }

    /// An invitation to the application.
    pub(crate) fn app_invitation(self, row: &AppInvitation) -> Value {
        json!({
            "object": "invitation",
            "id": row.id,
            "email_address": row.address,
            "public_metadata": row.public_metadata,
            "revoked": row.status == "revoked",
            "status": row.standing(self.state.now_ms()),
            "url": self.ticket_link(&row.ticket),
            "expires_at": row.expires_at,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        })
    }

    /// As the person sees it: where they stand is not told.
    pub(crate) fn own_waitlist_entry(self, row: &WaitlistEntry) -> Value {
        json!({
            "object": "waitlist_entry",
            "id": row.id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        })
    }

    pub(crate) fn waitlist_entry(self, row: &WaitlistEntry) -> Value {
        let mut drawn = json!({
            "object": "waitlist_entry",
            "id": row.id,
            "email_address": row.address,
            "status": row.status,
            "is_locked": false,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        });
        let invitation = row.invitation_id.as_ref().and_then(|id| self.state.data.app_invitations.get(id));
        if let Some(invitation) = invitation {
            put(&mut drawn, "invitation", self.app_invitation(invitation));
        }
        drawn
    }

    pub(crate) fn backend_client(self, id: &str) -> Option<Value> {
        let client = self.state.data.clients.get(id)?;
        let mut sessions: Vec<&Session> =
            self.state.data.sessions.values().filter(|session| session.client_id == id).collect();
        sessions.sort_by_key(|session| session.created_at);
        Some(json!({
            "object": "client",
            "id": client.id,
            "session_ids": sessions.iter().map(|session| &session.id).collect::<Vec<_>>(),
            "sessions": sessions.iter().map(|session| self.backend_session(session)).collect::<Vec<_>>(),
            "sign_in_id": client.sign_in_id,
            "sign_up_id": client.sign_up_id,
            "last_active_session_id": client.last_active_session_id,
            "last_authentication_strategy": null,
            "created_at": client.created_at,
            "updated_at": client.updated_at,
        }))
    }
}
