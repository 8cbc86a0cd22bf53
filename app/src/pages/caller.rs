//! `/api/me` and `/api/organization`: what the caller's session says, over REST. Neither the database nor Clerk is asked.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use clerk_protocol::ActiveOrganization;
use serde::Serialize;

use crate::{problem_details::ProblemDetails, rest::Caller};

/// The caller.
#[derive(Debug, Serialize)]
struct Me<'a> {
    user_id: &'a str,
    session_id: Option<&'a str>,
    /// The one that is active.
    organization: Option<Membership<'a>>,
    /// Who acts in the caller's place.
    impersonator: Option<&'a str>,
}

/// An organization, and what the caller is in it.
#[derive(Debug, Serialize)]
struct Membership<'a> {
    org: Organization<'a>,
    role: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Organization<'a> {
    id: &'a str,
    slug: Option<&'a str>,
}

impl<'a> Membership<'a> {
    fn of(active: &'a ActiveOrganization) -> Self {
        let org = Organization { id: &active.id, slug: active.slug.as_deref() };
        Self { org, role: active.role.as_deref() }
    }
}

/// `GET /api/me`.
pub(super) async fn me(Caller(session): Caller) -> Response {
    let me = Me {
        user_id: session.user_id(),
        session_id: session.session_id(),
        organization: session.organization().map(Membership::of),
        impersonator: session.state().actor.as_ref().map(|actor| actor.sub.as_str()),
    };
    Json(me).into_response()
}

/// `GET /api/organization`: the one that is active in the session.
pub(super) async fn organization(Caller(session): Caller) -> Response {
    match session.organization() {
        Some(active) => Json(Membership::of(active)).into_response(),
        None => {
            let detail = "No organization is active in this session. Choose one first.";
            ProblemDetails::new(StatusCode::BAD_REQUEST, "no_organization", detail).into_response()
        }
    }
}
