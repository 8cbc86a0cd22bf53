//! What the proxy does not pass on from a browser in which somebody acts as somebody else: changes of who belongs to an
//! organization, and what deletes an organization or an account. These are calls of ClerkJS, not of the app.
//!
//! Told by the claim `act` in the browser's session cookies, unverified and whatever their age: it can only take something
//! away. Whoever leaves the cookie out deceives nobody but themselves: they could ask Clerk directly.

use axum::extract::Request;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, Method, header};
use serde_json::Value;
use url::Url;

/// Whether this is such a call, from such a browser.
pub(super) fn is_kept_from(request: &Request, target: &Url, upstream: &Url) -> bool {
    let base = upstream.path().trim_end_matches('/');
    let path = target.path().strip_prefix(base).unwrap_or_default();
    is_kept(&method(request.method(), target), path) && is_impersonated(request.headers())
}

/// ClerkJS sends every change as POST and names the method in the query.
fn method(sent: &Method, target: &Url) -> Method {
    let named = target.query_pairs().find(|(name, _)| name == "_method");
    let named = named.and_then(|(_, name)| Method::from_bytes(name.to_ascii_uppercase().as_bytes()).ok());
    if *sent == Method::POST { named.unwrap_or(Method::POST) } else { sent.clone() }
}

fn is_kept(method: &Method, path: &str) -> bool {
    if method.is_safe() {
        return false;
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        ["v1", "organizations", _, _, ..] => true,
        ["v1", "organizations", _] | ["v1", "me"] => method == Method::DELETE,
        ["v1", "me", part, ..] => part.starts_with("organization"),
        _ => false,
    }
}

/// Whether a session cookie, suffixed or not, names an impersonator.
fn is_impersonated(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(name, token)| (name == "__session" || name.starts_with("__session_")) && has_actor(token))
}

fn has_actor(token: &str) -> bool {
    let payload = token.split('.').nth(1).and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
    let claims: Option<Value> = payload.and_then(|payload| serde_json::from_slice(&payload).ok());
    claims.is_some_and(|claims| claims.get("act").is_some_and(|act| !act.is_null()))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde_json::json;

    use super::*;

    fn is_kept_from(method: &str, path: &str, claims: &Value) -> bool {
        let token = format!("x.{}.y", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let request = Request::builder().method(method).header("cookie", format!("a=b; __session_AbC={token}"));
        let upstream = Url::parse("http://127.0.0.1:4000/__clerk").expect("a URL");
        let target = Url::parse(&format!("{upstream}{path}")).expect("a URL");
        super::is_kept_from(&request.body(Body::empty()).expect("a request"), &target, &upstream)
    }

    #[test]
    fn members_and_what_cannot_be_undone_are_kept_from_impersonators() {
        let impersonated = json!({ "sub": "user_1", "act": { "sub": "user_2" } });
        for (method, path) in [
            ("POST", "/v1/organizations/org_1/memberships"),
            ("POST", "/v1/organizations/org_1/memberships/user_3?_method=DELETE"),
            ("PATCH", "/v1/organizations/org_1/memberships/user_3"),
            ("POST", "/v1/organizations/org_1/invitations"),
            ("POST", "/v1/organizations/org_1/invitations/bulk/"),
            ("POST", "/v1/organizations/org_1/invitations/inv_1/revoke"),
            ("POST", "/v1/organizations/org_1/membership_requests/req_1/accept"),
            ("POST", "/v1/organizations/org_1?_method=delete"),
            ("DELETE", "/v1/organizations/org_1"),
            ("POST", "/v1/me/organization_memberships/org_1?_method=DELETE"),
            ("POST", "/v1/me/organization_invitations/inv_1/accept"),
            ("DELETE", "/v1/me"),
        ] {
            assert!(is_kept_from(method, path, &impersonated), "{method} {path}");
            for own in [json!({ "sub": "user_1" }), json!({ "sub": "user_1", "act": null })] {
                assert!(!is_kept_from(method, path, &own), "{method} {path} of one's own");
            }
        }
    }

    #[test]
    fn everything_else_is_not() {
        let impersonated = json!({ "sub": "user_1", "act": { "sub": "user_2" } });
        for (method, path) in [
            ("GET", "/v1/organizations/org_1/memberships"),
            ("GET", "/v1/organizations/org_1/memberships?_method=DELETE"),
            ("POST", "/v1/organizations"),
            ("POST", "/v1/organizations/org_1?_method=PATCH"),
            ("POST", "/v1/me?_method=PATCH"),
            ("POST", "/v1/client/sessions/sess_1/tokens"),
            ("POST", "/v1/client/sessions/sess_1/remove"),
            ("POST", "/v1/environment?_method=PATCH"),
        ] {
            assert!(!is_kept_from(method, path, &impersonated), "{method} {path}");
        }
    }
}
