//! Several domains, one instance: rows 2 to 6 of the decision table.

use url::Url;

use super::context::Context;
use super::maybe_handshake::maybe_handshake;
use super::{Stop, signed_out};
use crate::verify::options::filled;
use crate::verify::query;
use crate::verify::reason::Reason;
use crate::verify::state::RequestState;

/// Rows 2 to 5: a satellite asks its primary; where it does not, `None`, and the normal rows follow.
pub(super) fn satellite(context: &Context<'_>) -> Result<Option<RequestState>, Stop> {
    let synced = query::get(&context.clerk_url, "__clerk_synced");
    let is_complete = synced.as_deref() == Some("true");
    if !context.options.config().is_satellite || !context.is_document_request() || is_complete {
        return Ok(None);
    }
    let needs_sync = synced.as_deref() == Some("false");
    let has_cookies = context.session_cookie.is_some() || context.client_uat != 0.0;
    if !context.options.config().satellite_auto_sync && !has_cookies && !needs_sync {
        return Ok(Some(signed_out(context.options, Reason::SessionTokenAndUatMissing, "")));
    }
    if has_cookies && !needs_sync {
        return Ok(None);
    }
    let location = if context.is_development { Some(primary_sign_in(context)?) } else { None };
    maybe_handshake(context, Reason::SatelliteNeedsSyncing, String::new(), location).map(Some)
}

/// Row 5: a development satellite goes to the primary's sign-in page with the way back.
fn primary_sign_in(context: &Context<'_>) -> Result<Url, Stop> {
    let sign_in_url = filled(&context.options.config().sign_in_url).unwrap_or_default();
    let mut url = Url::parse(sign_in_url).map_err(|_| Stop::thrown("the sign-in URL is not a URL"))?;
    query::append(&mut url, "__clerk_redirect_url", context.clerk_url.as_str());
    Ok(url)
}

/// Row 6: a development primary sends the visitor back to the satellite with the dev browser token. Before rows 7 and
/// 8, so that a primary in the middle of a satellite's sync starts no handshake of its own.
pub(super) fn primary(context: &Context<'_>) -> Result<Option<RequestState>, Stop> {
    if !context.is_development || context.options.config().is_satellite {
        return Ok(None);
    }
    let Some(target) = query::get(&context.clerk_url, "__clerk_redirect_url").filter(|target| !target.is_empty())
    else {
        return Ok(None);
    };
    let mut url = Url::parse(&target).map_err(|_| Stop::thrown("__clerk_redirect_url is not a URL"))?;
    if !may_return_to(context, &url) {
        return Ok(None);
    }
    if let Some(token) = &context.dev_browser_token {
        query::append(&mut url, "__clerk_db_jwt", token);
    }
    query::set(&mut url, "__clerk_synced", "true");
    maybe_handshake(context, Reason::PrimaryRespondsToSyncing, String::new(), Some(url)).map(Some)
}

/// S11: upstream is an open redirect here that hands out the dev browser token.
fn may_return_to(context: &Context<'_>, url: &Url) -> bool {
    let origin = url.origin().ascii_serialization();
    !context.options.strict() || context.options.config().satellite_origins.contains(&origin)
}
