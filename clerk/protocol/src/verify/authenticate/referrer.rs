//! Row 16 of the decision table: a navigation that comes from somewhere else.

use url::Url;

use super::context::Context;
use crate::keys::{accounts_url, is_development_account_portal};

/// A signed-in navigation to a primary, from another origin that is none of Clerk's, and not already in a handshake.
pub(super) fn needs_cross_origin_sync(context: &Context<'_>) -> bool {
    if context.options.config().is_satellite || !context.is_document_request() || context.redirect_count != 0.0 {
        return false;
    }
    let Some(referrer) = context.parts.filled_header("referer") else { return false };
    let Ok(referrer) = Url::parse(&referrer) else { return false };
    referrer.origin().ascii_serialization() != context.origin() && !is_clerks(context, &referrer)
}

/// The Frontend API's host; the portal derived from it; on development instances any development portal. A generic
/// `accounts.*` is not trusted.
fn is_clerks(context: &Context<'_>, referrer: &Url) -> bool {
    let host = referrer.host_str().unwrap_or_default();
    let frontend_api = context.frontend_api.as_ref();
    let frontend_api_host = if frontend_api.starts_with("http") {
        match Url::parse(frontend_api) {
            Ok(url) => url.host_str().unwrap_or_default().to_owned(),
            Err(_) => return false,
        }
    } else {
        frontend_api.to_owned()
    };
    if host == frontend_api_host || (context.is_development && is_development_account_portal(host)) {
        return true;
    }
    Url::parse(&accounts_url(frontend_api))
        .is_ok_and(|portal| portal.origin().ascii_serialization() == referrer.origin().ascii_serialization())
}
