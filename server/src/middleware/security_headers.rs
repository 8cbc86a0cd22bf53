//! Headers that keep browsers careful, on every answer, and the nonce that lets our own scripts run.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use clerk_axum::proxy::Proxied;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use leptos::nonce::Nonce;

use crate::{
    config::StrictTransport,
    content_security::ContentSecurity,
    random::{Random, hexadecimal},
};

/// What the layer needs.
#[derive(Clone)]
pub(crate) struct SecurityHeaders {
    /// The policy.
    pub(crate) content_security: Arc<ContentSecurity>,
    /// For how long browsers reach us over TLS only; `None` where they cannot.
    pub(crate) strict_transport: Option<StrictTransport>,
    /// Whether `/__clerk` is Clerk's: its answers have headers of their own.
    pub(crate) clerk_proxy: bool,
    /// Makes nonces.
    pub(crate) random: Arc<dyn Random>,
}

/// The same for every answer. The referrer stays within the origin's own pages: forms without JavaScript and Clerk's
/// handshake need it.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin-allow-popups")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

const REPORTING_ENDPOINTS: HeaderName = HeaderName::from_static("reporting-endpoints");

/// Adds a [`Nonce`] to the request and the headers to the answer.
pub(crate) async fn add(State(security): State<SecurityHeaders>, mut request: Request, next: Next) -> Response {
    let nonce = hexadecimal(security.random.as_ref());
    request.extensions_mut().insert(Nonce::from_value(nonce.as_str()));
    let mut response = next.run(request).await;
    // What came from Clerk has a policy of its own: none for scripts and data, a sandbox for the rest.
    let is_clerks = response.extensions().get::<Proxied>().is_some();
    security.write(response.headers_mut(), Some(nonce.as_str()).filter(|_| !is_clerks));
    response
}

impl SecurityHeaders {
    /// Without a nonce, without our policy.
    fn write(&self, headers: &mut HeaderMap, nonce: Option<&str>) {
        for (name, value) in ALWAYS {
            headers.insert(name, value);
        }
        if let Some(policy) = nonce.and_then(|nonce| self.content_security.header(nonce)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Some(endpoints) = self.content_security.endpoints() {
            headers.insert(REPORTING_ENDPOINTS, endpoints);
        }
        if let Some(strict) = self.strict_transport.and_then(strict_transport) {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, strict);
        }
    }
}

/// Said of the own host only, unless the operator says more: other names may belong to programs that have no TLS.
fn strict_transport(told: StrictTransport) -> Option<HeaderValue> {
    let subdomains = if told.subdomains { "; includeSubDomains" } else { "" };
    HeaderValue::from_str(&format!("max-age={}{subdomains}", told.max_age)).ok()
}

// Answers that depend on who asks are nobody else's: no cache may keep them.

/// Marks the answer as private. Belongs outside of the Clerk layer, whose redirects and cookies need it as well.
pub(crate) async fn mark_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if !varies_by_cookie(headers) {
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    }
    response
}

fn varies_by_cookie(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::VARY).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|name| name.trim().eq_ignore_ascii_case("cookie"))
}
