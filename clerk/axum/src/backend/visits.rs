//! The two calls that the session check makes on behalf of a waiting visitor.

use std::{collections::BTreeMap, time::Duration};

use clerk_protocol::RefreshRequest;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{BackendClient, BackendError, guard::Purpose, path::Segment};

/// A visitor waits for these calls, and never longer than two seconds for all of them together.
pub(super) const WAITED_FOR: Duration = Duration::from_millis(1_800);

#[derive(Deserialize)]
struct Payload {
    #[serde(default)]
    directives: Vec<String>,
}

#[derive(Deserialize)]
struct Cookies {
    #[serde(default)]
    cookies: Vec<String>,
}

/// What Clerk wants to know before it issues a new session token.
#[derive(Serialize)]
struct RefreshBody<'a> {
    format: &'static str,
    expired_token: &'a str,
    refresh_token: &'a str,
    request_origin: &'a str,
    request_headers: BTreeMap<&'a str, [&'a str; 1]>,
}

impl<'a> RefreshBody<'a> {
    fn of(request: &'a RefreshRequest) -> Self {
        let headers = request.request_headers.iter();
        Self {
            format: "cookie",
            expired_token: &request.expired_token,
            refresh_token: &request.refresh_token,
            request_origin: &request.request_origin,
            request_headers: headers.map(|(name, value)| (name.as_str(), [value.as_str()])).collect(),
        }
    }
}

impl BackendClient {
    /// `GET /clients/handshake_payload`: the `Set-Cookie` directives behind a nonce. Works once for each nonce.
    pub(crate) async fn handshake_payload(&self, nonce: &str) -> Result<Vec<String>, BackendError> {
        let call = self.get::<Payload>(&[Segment::Fixed("clients"), Segment::Fixed("handshake_payload")]);
        let call = call.query(&json!({ "nonce": nonce })).once_for(Purpose::Handshake, WAITED_FOR);
        call.await.map(|payload| payload.directives)
    }

    /// `POST /sessions/{id}/refresh`: the cookies of a renewed session.
    pub(crate) async fn refresh_session(&self, refresh: &RefreshRequest) -> Result<Vec<String>, BackendError> {
        let segments = [Segment::Fixed("sessions"), Segment::Id(&refresh.session_id), Segment::Fixed("refresh")];
        let call = self.post::<Cookies>(&segments).body(&RefreshBody::of(refresh));
        let call = if refresh.suffixed_cookies { call.query(&json!({ "suffixed_cookies": true })) } else { call };
        call.once_for(Purpose::Refresh, WAITED_FOR).await.map(|answer| answer.cookies)
    }
}
