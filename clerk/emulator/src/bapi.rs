//! The Backend API: what an app's server asks, with the secret key. A file for each of Clerk's tags.

mod actor_tokens;
mod body;
mod call;
mod clients;
mod email_addresses;
mod instance;
mod invitations;
mod jwt_templates;
mod list;
pub(crate) mod metadata;
mod organization_domains;
mod organization_invitations;
mod organization_memberships;
mod organization_permissions;
mod organization_roles;
mod organizations;
mod phone_numbers;
mod redirect_urls;
mod restrictions;
mod role_sets;
mod sessions;
mod sign_in_tokens;
mod sign_ups;
mod testing_tokens;
mod users;
mod verifications;
pub(crate) mod version;
mod waitlist_entries;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use url::Url;

use crate::{
    context::Context,
    error::{Code, Problem},
    routes, upload,
};

/// Everything under `/v1`. Answers are exactly `application/json`: SDKs take anything else for text.
pub(crate) fn router(context: &Context) -> Router<Context> {
    let tags = [
        actor_tokens::routes(),
        clients::routes(),
        email_addresses::routes(),
        instance::routes(),
        invitations::routes(),
        jwt_templates::routes(),
        organization_domains::routes(),
        organization_invitations::routes(),
        organization_memberships::routes(),
        organization_permissions::routes(),
        organization_roles::routes(),
        organizations::routes(),
        phone_numbers::routes(),
        redirect_urls::routes(),
        restrictions::routes(),
        role_sets::routes(),
        sessions::routes(),
        sign_in_tokens::routes(),
        sign_ups::routes(),
        testing_tokens::routes(),
        users::routes(),
        waitlist_entries::routes(),
    ];
    let own = Router::new().route("/jwks", get(show_jwks));
    tags.into_iter()
        .fold(own, Router::merge)
        .fallback(routes::not_implemented)
        .method_not_allowed_fallback(routes::not_implemented)
        .layer(DefaultBodyLimit::max(upload::LIMIT))
        .layer(middleware::from_fn_with_state(context.clone(), require_secret_key))
}

async fn show_jwks(State(context): State<Context>) -> Response {
    Json(context.look(|state| state.jwks())).into_response()
}

async fn require_secret_key(State(context): State<Context>, request: Request, next: Next) -> Response {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let is_ours =
        context.look(|state| verify_slices_are_equal(given.as_bytes(), state.secret_key().as_bytes()).is_ok());
    if is_ours { next.run(request).await } else { Problem::unauthenticated().into_response() }
}

/// A page that an invitation's mail may lead to.
fn redirect_url(text: &str) -> Result<String, Problem> {
    redirect_url_of(text, "redirect_url")
}

/// An absolute address, of the web or of an app.
fn redirect_url_of(text: &str, name: &str) -> Result<String, Problem> {
    let is_address = Url::parse(text).is_ok_and(|url| !matches!(url.scheme(), "javascript" | "data" | "file"));
    let refusal = || Problem::field(name, Code::FormParamFormatInvalid, format!("{name} must be a valid url."));
    if is_address { Ok(text.to_owned()) } else { Err(refusal()) }
}
