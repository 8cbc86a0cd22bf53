//! Clients and sessions. A session brings a fresh token, which spares ClerkJS a call.

use serde_json::{Value, json};

use super::View;
use crate::state::session::Session;

impl View<'_> {
    pub(crate) fn client(self, id: &str) -> Value {
        let Some(client) = self.state.data.clients.get(id) else { return Value::Null };
        let sessions = self.state.sessions_of(id);
        let data = &self.state.data;
        json!({
            "object": "client",
            "id": client.id,
            "sessions": sessions.iter().map(|session| self.session(session)).collect::<Vec<_>>(),
            "sign_in": client.sign_in_id.as_ref().and_then(|id| data.sign_ins.get(id)).map(|attempt| self.sign_in(attempt)),
            "sign_up": client.sign_up_id.as_ref().and_then(|id| data.sign_ups.get(id)).map(|attempt| self.sign_up(attempt)),
            "last_active_session_id": client.last_active_session_id.as_ref().filter(|_| !sessions.is_empty()),
            "last_authentication_strategy": null,
            "cookie_expires_at": null,
            "captcha_bypass": false,
            "created_at": client.created_at,
            "updated_at": client.updated_at,
        })
    }

    pub(crate) fn session(self, session: &Session) -> Value {
        let user = self.state.user(&session.user_id).ok();
        let tasks: Vec<Value> = self.state.tasks(session).into_iter().map(|key| json!({ "key": key })).collect();
        let token = self.state.token(session, session.organization_id.as_deref(), self.origin).ok();
        json!({
            "object": "session",
            "id": session.id,
            "status": if tasks.is_empty() { "active" } else { "pending" },
            "tasks": (!tasks.is_empty()).then_some(tasks),
            "expire_at": session.expire_at,
            "abandon_at": session.expire_at,
            "last_active_at": session.last_active_at,
            "last_active_organization_id": session.organization_id,
            "last_active_token": token.map(|jwt| json!({ "object": "token", "jwt": jwt })),
            "actor": session.actor,
            "factor_verification_age": session.factor_ages(self.state.now_ms()),
            "user": user.map(|user| self.user(user)),
            "public_user_data": user.map(|user| self.public_user(user)),
            "created_at": session.created_at,
            "updated_at": session.last_active_at,
        })
    }

    /// A session in the list of one's own devices.
    pub(crate) fn session_with_activity(self, session: &Session) -> Value {
        json!({
            "object": "session",
            "id": session.id,
            "status": "active",
            "expire_at": session.expire_at,
            "abandon_at": session.expire_at,
            "last_active_at": session.last_active_at,
            "latest_activity": activity(session),
        })
    }
}

/// Where a session was active last: always here.
pub(super) fn activity(session: &Session) -> Value {
    json!({
        "object": "session_activity",
        "id": format!("sess_activity_{}", session.id),
        "device_type": "This computer",
        "is_mobile": false,
        "browser_name": "Browser",
        "browser_version": "",
        "ip_address": "127.0.0.1",
        "city": null,
        "country": null,
    })
}
