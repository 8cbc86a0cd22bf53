//! Sessions, and their tokens.

use serde_json::{Value, json};

use super::{
    BackendClient, Call, Page, Redacted,
    common::Paginated,
    macros::{params, resource, words},
    path::Segment::{self, Fixed, Id, IdOrSlug},
};

const SESSIONS: Segment<'static> = Fixed("sessions");

words! {
    /// Where a session stands.
    pub enum SessionState {
        /// Somebody is signed in.
        Active = "active",
        /// Signed in, but for a task.
        Pending = "pending",
        /// A server ended it.
        Revoked = "revoked",
        /// Its person ended it.
        Ended = "ended",
        /// Too old.
        Expired = "expired",
        /// Its client was signed out.
        Removed = "removed",
        /// Nobody came back.
        Abandoned = "abandoned",
        /// Another one took its place.
        Replaced = "replaced",
    }
}

resource! {
    /// A session.
    pub struct Session {
        /// `sess_…`.
        pub id: String,
        /// `user_…`.
        pub user_id: String,
        /// `client_…`.
        pub client_id: String,
        /// Who acts as the person, if anybody does.
        pub actor: Option<Value>,
        /// Where it stands.
        pub status: SessionState,
        /// `org_…`.
        pub last_active_organization_id: Option<String>,
        /// Where it was last seen.
        pub latest_activity: Option<SessionActivity>,
        /// What is to be done before it is active.
        pub tasks: Vec<SessionTask>,
        /// Unix milliseconds, as all times here.
        pub last_active_at: i64,
        /// Ends at the latest.
        pub expire_at: i64,
        /// Ends if nobody comes back.
        pub abandon_at: i64,
        /// Changed.
        pub updated_at: i64,
        /// Made.
        pub created_at: i64,
    }
}

resource! {
    /// A browser that a session was seen in.
    pub struct SessionActivity {
        /// `sess_activity_…`.
        pub id: String,
        /// `Macintosh`, …
        pub device_type: Option<String>,
        /// A phone or a tablet.
        pub is_mobile: bool,
        /// `Chrome`, …
        pub browser_name: Option<String>,
        /// Its version.
        pub browser_version: Option<String>,
        /// Its address.
        pub ip_address: Option<String>,
        /// About where.
        pub city: Option<String>,
        /// About where.
        pub country: Option<String>,
    }
}

resource! {
    /// What is to be done before a session is active.
    pub struct SessionTask {
        /// `choose-organization`, `reset-password`, `setup-mfa`, …
        pub key: String,
    }
}

resource! {
    /// A token.
    pub struct Token {
        /// The JWT.
        pub jwt: Redacted,
    }
}

params! {
    /// Parameters of [`Sessions::list`]. Clerk wants a client or a person.
    pub struct SessionList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// `client_…`.
        pub client_id: Option<String>,
        /// `user_…`.
        pub user_id: Option<String>,
        /// In this state.
        pub status: Option<SessionState>,
    }
}

params! {
    /// Parameters of [`Sessions::create`].
    pub struct CreateSession {
        /// `user_…`.
        pub user_id: String,
        /// `org_…`.
        pub active_organization_id: Option<String>,
    }
}

/// [`BackendClient::sessions`].
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(&'a BackendClient);

impl BackendClient {
    /// Sessions.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }
}

impl Sessions<'_> {
    /// `GET /sessions`.
    pub fn list(self, parameters: &SessionList) -> Call<Page<Session>> {
        self.0.get(&[SESSIONS]).query(&Paginated::new(parameters))
    }

    /// `GET /sessions/{id}`.
    pub fn get(self, session_id: &str) -> Call<Session> {
        self.0.get(&[SESSIONS, Id(session_id)])
    }

    /// `POST /sessions`: for tests; Clerk allows it on development instances.
    pub fn create(self, parameters: &CreateSession) -> Call<Session> {
        self.0.post(&[SESSIONS]).body(parameters)
    }

    /// `POST /sessions/{id}/revoke`: ends it.
    pub fn revoke(self, session_id: &str) -> Call<Session> {
        self.0.post(&[SESSIONS, Id(session_id), Fixed("revoke")])
    }

    /// `POST /sessions/{id}/tokens`: a session token, good for as long as the instance says unless `expires_in_seconds`
    /// says otherwise.
    pub fn get_token(self, session_id: &str, expires_in_seconds: Option<u64>) -> Call<Token> {
        let call = self.0.post(&[SESSIONS, Id(session_id), Fixed("tokens")]);
        call.body(&lifetime(expires_in_seconds))
    }

    /// `POST /sessions/{id}/tokens/{template}`: a token with the claims of this [template](super::JwtTemplates), by its
    /// name.
    pub fn get_token_from_template(
        self,
        session_id: &str,
        template: &str,
        expires_in_seconds: Option<u64>,
    ) -> Call<Token> {
        let call = self.0.post(&[SESSIONS, Id(session_id), Fixed("tokens"), IdOrSlug(template)]);
        call.body(&lifetime(expires_in_seconds))
    }
}

fn lifetime(expires_in_seconds: Option<u64>) -> Value {
    expires_in_seconds.map_or_else(|| json!({}), |seconds| json!({ "expires_in_seconds": seconds }))
}
