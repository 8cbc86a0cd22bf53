//! The two calls that the session check makes on behalf of a waiting visitor.

use std::collections::BTreeMap;

use clerk_protocol::RefreshRequest;
use http::Method;
use serde::{Deserialize, Serialize};

use super::{BackendClient, BackendError, WAITED_FOR, guard::Purpose, path::Segment};

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
        let request = self.get(&[Segment::Fixed("clients"), Segment::Fixed("handshake_payload")])?;
        let request = request.query(&[("nonce", nonce)]).timeout(WAITED_FOR);
        self.send_for::<Payload>(Purpose::Handshake, request).await.map(|payload| payload.directives)
    }

    /// `POST /sessions/{id}/refresh`: the cookies of a renewed session.
    pub(crate) async fn refresh_session(&self, refresh: &RefreshRequest) -> Result<Vec<String>, BackendError> {
        let segments = [Segment::Fixed("sessions"), Segment::Id(&refresh.session_id), Segment::Fixed("refresh")];
        let request = self.call(Method::POST, &segments)?.json(&RefreshBody::of(refresh)).timeout(WAITED_FOR);
        let request = if refresh.suffixed_cookies { request.query(&[("suffixed_cookies", "true")]) } else { request };
        self.send_for::<Cookies>(Purpose::Refresh, request).await.map(|answer| answer.cookies)
    }
}
