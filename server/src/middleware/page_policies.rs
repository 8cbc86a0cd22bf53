//! Sends people who are signed out from a page that needs a session to the sign-in page, and back afterwards.
//!
//! This is a courtesy and not the protection: the data of every page is guarded where it is read.

use std::{collections::HashMap, sync::Arc};

use app::resource::Policy;
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use clerk_axum::{Protection, Visitor};
use http::Method;

/// Policies of pages by route, in axum's syntax.
pub(crate) type PagePolicies = Arc<HashMap<String, Policy>>;

/// Redirects where a session is missing. Form posts pass: they answer for themselves.
pub(crate) async fn enforce(
    State(policies): State<PagePolicies>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_read
        && needs_session(&policies, &request)
        && let Err(refusal) = Protection::signed_in().check(&visitor)
    {
        return refusal.into_response();
    }
    next.run(request).await
}

/// A route without a policy needs a session: whoever forgets one finds out, and nobody gets in.
fn needs_session(policies: &PagePolicies, request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let policy = route.and_then(|route| policies.get(route));
    policy.is_none_or(|policy| *policy != Policy::Public)
}
