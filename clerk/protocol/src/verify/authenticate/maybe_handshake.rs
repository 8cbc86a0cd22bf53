//! `handleMaybeHandshakeStatus` and the redirect to the Frontend API (section "Starting a handshake").

use url::Url;

use super::context::Context;
use super::organization_sync::handshake_parameter;
use super::own_cookies::redirect_count;
use super::{Stop, empty_state, signed_out};
use crate::verify::query;
use crate::verify::reason::Reason;
use crate::verify::state::{RequestState, Status};

/// The version of Clerk's APIs this protocol speaks.
const API_VERSION: &str = "2026-05-12";

const SATELLITE_LOOP: &str = "Clerk: Satellite-domain authentication resulted in an infinite redirect loop. Check that this request is using a configured primary or satellite domain for the production instance. For preview deployments, use a development/staging Clerk instance or a supported configured preview-domain setup.";
const LOOP: &str = "Clerk: Refreshing the session token resulted in an infinite redirect loop. This usually means that your Clerk instance keys do not match - make sure to copy the correct publishable and secret keys from the Clerk dashboard.";

/// A handshake where the request is fit for one and not in a loop, else signed out for the same reason. `location` is
/// where to go when that is not the Frontend API.
pub(super) fn maybe_handshake(
    context: &Context<'_>,
    reason: Reason,
    message: String,
    location: Option<Url>,
) -> Result<RequestState, Stop> {
    if !is_eligible(context) {
        return Ok(signed_out(context.options, reason, message));
    }
    let location = match location {
        Some(location) => location,
        None => frontend_api_redirect(context, &reason)?,
    };
    if is_loop(context) {
        let warning = if reason == Reason::SatelliteNeedsSyncing { SATELLITE_LOOP } else { LOOP };
        let state = signed_out(context.options, reason, message);
        return Ok(RequestState { loop_broken: true, warnings: vec![warning.to_owned()], ..state });
    }
    Ok(RequestState {
        message,
        location: Some(location.into()),
        set_cookies: vec![redirect_count(context)],
        ..empty_state(context.options, Status::Handshake, Some(reason))
    })
}

/// Probably the load of a document: GET, and `Sec-Fetch-Dest` says so or, where it is absent, `Accept` starts with
/// HTML.
pub(super) fn is_eligible(context: &Context<'_>) -> bool {
    if !context.is_get() {
        return false;
    }
    match context.parts.filled_header("sec-fetch-dest") {
        Some(destination) => destination == "document" || destination == "iframe",
        None => context.parts.filled_header("accept").is_some_and(|accept| accept.starts_with("text/html")),
    }
}

/// Upstream stops at 3 exactly, so 4 passes; S8 stops from 3 on.
fn is_loop(context: &Context<'_>) -> bool {
    if context.options.strict() { context.redirect_count >= 3.0 } else { context.redirect_count == 3.0 }
}

/// Parameters in upstream's order; the bytes of `Location` are compared.
fn frontend_api_redirect(context: &Context<'_>, reason: &Reason) -> Result<Url, Stop> {
    let mut redirect_url = context.clerk_url.clone();
    query::delete(&mut redirect_url, &["__clerk_db_jwt", "__dev_session"]);
    let mut url = handshake_endpoint(&context.frontend_api)?;
    let mut pairs = url.query_pairs_mut();
    pairs
        .append_pair("redirect_url", redirect_url.as_str())
        .append_pair("__clerk_api_version", API_VERSION)
        .append_pair("suffixed_cookies", if context.suffixed { "true" } else { "false" })
        .append_pair("__clerk_hs_reason", &reason.as_str())
        .append_pair("format", "nonce");
    if let Some(token) = context.session_token() {
        pairs.append_pair("__session", token);
    }
    if let Some(token) = context.dev_browser_token.as_deref().filter(|_| context.is_development) {
        pairs.append_pair("__clerk_db_jwt", token);
    }
    if let Some(organization) = handshake_parameter(context) {
        pairs.append_pair("organization_id", &organization);
    }
    drop(pairs);
    Ok(url)
}

fn handshake_endpoint(frontend_api: &str) -> Result<Url, Stop> {
    let base =
        if frontend_api.starts_with("http") { frontend_api.to_owned() } else { format!("https://{frontend_api}") };
    let base = format!("{}/", base.trim_end_matches('/'));
    Url::parse(&base)
        .and_then(|base| base.join("v1/client/handshake"))
        .map_err(|_| Stop::thrown("the Frontend API is not a URL"))
}
