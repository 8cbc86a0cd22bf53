//! A token in `Authorization`, for `acceptsToken: 'session_token'`. No organization sync here.

use super::context::Context;
use super::token_error::{Carrier, handle};
use super::verify::verify;
use super::{Refusal, Stop, signed_in, signed_out};
use crate::verify::jwt::decode;
use crate::verify::reason::Reason;
use crate::verify::state::RequestState;

/// Opaque machine tokens (`ak_`, `mt_`, `oat_`) are no JWTs: `token-invalid`, as upstream has it.
pub(super) fn authenticate(context: &Context<'_>, token: &str) -> Result<RequestState, Stop> {
    let options = context.options;
    let jwt = match decode(token, options.verification.decode_rules()) {
        Ok(jwt) => jwt,
        Err(error) => return handle(context, error.into(), Carrier::Header),
    };
    if jwt.is_machine_token() || jwt.has_other_category() {
        return Ok(signed_out(options, Reason::TokenTypeMismatch, ""));
    }
    match verify(context, &jwt, options.verification.clock_skew_ms) {
        Ok(()) => signed_in(options, &jwt),
        Err(Refusal::Stop(stop)) => Err(stop),
        Err(Refusal::Failure(failure)) => handle(context, failure, Carrier::Header),
    }
}
