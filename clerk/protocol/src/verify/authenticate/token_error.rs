//! What becomes of a token that did not verify (section "Refused tokens"): refresh, handshake, or signed out.

use super::context::Context;
use super::maybe_handshake::maybe_handshake;
use super::refresh::{Refreshed, refresh};
use super::{Stop, signed_out};
use crate::verify::reason::{Reason, RefreshFailure, TokenReason};
use crate::verify::state::RequestState;
use crate::verify::token::Failure;

/// How the token came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    Header,
    Cookie,
}

impl Carrier {
    fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

pub(super) fn handle(context: &Context<'_>, failure: Failure, carrier: Carrier) -> Result<RequestState, Stop> {
    let keys_unavailable = context.facts.keys_failed.is_some();
    let Failure::Token(error) = failure else {
        let state = signed_out(context.options, Reason::UnexpectedError, "");
        return Ok(RequestState { keys_unavailable, ..state });
    };
    let message = error.full_message(carrier.as_str());
    let reason = match error.reason {
        TokenReason::Expired => match refresh_if_eligible(context)? {
            Refreshed::Session(state) => return Ok(*state),
            Refreshed::Failed(failure) => Reason::SessionTokenExpired(Some(failure)),
        },
        TokenReason::NotActiveYet => Reason::SessionTokenNotBefore,
        TokenReason::IatInTheFuture => Reason::SessionTokenIatInTheFuture,
        reason => {
            let lost = matches!(reason, TokenReason::RemoteJwkFailedToLoad | TokenReason::SecretKeyInvalid);
            let state = signed_out(context.options, Reason::Token(reason), message);
            return Ok(RequestState { keys_unavailable: keys_unavailable && lost, ..state });
        }
    };
    maybe_handshake(context, reason, message, None)
}

fn refresh_if_eligible(context: &Context<'_>) -> Result<Refreshed, Stop> {
    if !context.is_get() {
        return Ok(Refreshed::Failed(RefreshFailure::NonEligibleNonGet));
    }
    match &context.refresh_token {
        None => Ok(Refreshed::Failed(RefreshFailure::NonEligibleNoCookie)),
        Some(refresh_token) => refresh(context, refresh_token),
    }
}
