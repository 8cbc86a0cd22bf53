//! Steps 7 to 13: the claims, once the signature is known to be right.

use super::{TokenError, Verification};
use crate::verify::javascript::{date_from_seconds, to_utc_string};
use crate::verify::json::Json;
use crate::verify::reason::TokenReason;
use crate::verify::strict::{misnamed_id, odd_time, unknown_status};

pub(super) fn check(
    payload: &Json,
    verification: &Verification,
    clock_skew_ms: f64,
    now_ms: i64,
) -> Result<(), TokenError> {
    check_subject(payload)?;
    if verification.strict {
        check_strictly(payload)?;
    }
    check_audience(payload.get("aud"), &verification.audience)?;
    check_authorized_party(payload.get("azp"), verification)?;
    check_issuer(payload.get("iss"), &verification.issuers)?;
    Times { now: as_double(now_ms), clock_skew_ms }.check(payload)
}

/// Step 7.
fn check_subject(payload: &Json) -> Result<(), TokenError> {
    let sub = payload.get("sub");
    if matches!(sub, Some(Json::String(_))) {
        return Ok(());
    }
    let message = format!("Subject claim (sub) is required and must be a string. Received {}.", received(sub));
    Err(TokenError::new(TokenReason::VerificationFailed, message).ensure_clerk_jwt())
}

/// S4, S14 and S15.
fn check_strictly(payload: &Json) -> Result<(), TokenError> {
    let message = if let Some(claim) = misnamed_id(payload) {
        format!("Claim {claim} is not an id of its kind.")
    } else if let Some(status) = unknown_status(payload) {
        format!("Session status claim (sts) {} is neither active nor pending.", status.stringify())
    } else if let Some(claim) = odd_time(payload) {
        format!("Claim {claim} is absent, not a whole number of seconds, or out of bounds.")
    } else {
        return Ok(());
    };
    Err(TokenError::new(TokenReason::VerificationFailed, message).ensure_clerk_jwt())
}

/// Step 8: only where both sides have one. An `aud` that is neither a string nor a list of strings passes, as upstream.
fn check_audience(aud: Option<&Json>, audience: &[String]) -> Result<(), TokenError> {
    let wanted: Vec<&str> = audience.iter().map(String::as_str).filter(|audience| !audience.is_empty()).collect();
    let found: Vec<&str> = match aud {
        Some(Json::String(one)) if !one.is_empty() => vec![one],
        Some(Json::Array(items)) if items.iter().any(Json::is_truthy) => {
            match items.iter().map(Json::as_str).collect::<Option<Vec<_>>>() {
                Some(items) => items,
                None => return Ok(()),
            }
        }
        _ => return Ok(()),
    };
    if wanted.is_empty() || found.iter().any(|found| wanted.contains(found)) {
        return Ok(());
    }
    let array = if matches!(aud, Some(Json::Array(_))) { " array" } else { "" };
    let list = Json::Array(wanted.iter().map(|one| Json::String((*one).to_owned())).collect()).stringify();
    let message = format!("Invalid JWT audience claim{array} (aud) {}. Is not included in \"{list}\".", received(aud));
    Err(TokenError::new(TokenReason::VerificationFailed, message).ensure_clerk_jwt())
}

/// Step 9, and S3.
fn check_authorized_party(azp: Option<&Json>, verification: &Verification) -> Result<(), TokenError> {
    let parties = &verification.authorized_parties;
    if parties.is_empty() && !verification.requires_authorized_parties {
        return Ok(());
    }
    let is_party = |azp: &str| !azp.is_empty() && parties.iter().any(|party| party == azp);
    if azp.and_then(Json::as_str).is_some_and(is_party) {
        return Ok(());
    }
    let parties = parties.join(",");
    let message = format!("Invalid JWT Authorized party claim (azp) {}. Expected \"{parties}\".", received(azp));
    Err(TokenError::new(TokenReason::InvalidAuthorizedParties, message))
}

/// Step 10, and S2 (in strict mode the list is never empty).
fn check_issuer(iss: Option<&Json>, issuers: &[String]) -> Result<(), TokenError> {
    let mut wanted = issuers.iter().filter(|issuer| !issuer.is_empty()).peekable();
    if wanted.peek().is_none() || iss.and_then(Json::as_str).is_some_and(|iss| wanted.any(|issuer| issuer == iss)) {
        return Ok(());
    }
    let message = format!("Invalid JWT issuer claim (iss) {}. Expected \"{}\".", received(iss), issuers.join(","));
    Err(TokenError::new(TokenReason::InvalidIssuer, message).ensure_clerk_jwt())
}

/// Steps 11 to 13, in milliseconds.
struct Times {
    now: f64,
    clock_skew_ms: f64,
}

impl Times {
    fn check(&self, payload: &Json) -> Result<(), TokenError> {
        self.check_expiry(payload.get("exp"))?;
        self.check_not_before(payload.get("nbf"))?;
        self.check_issued_at(payload.get("iat"))
    }

    /// A date JavaScript cannot hold never compares, so such a token does not expire for upstream; S5 refuses `1e999`.
    fn check_expiry(&self, exp: Option<&Json>) -> Result<(), TokenError> {
        let Some(Json::Number(exp)) = exp else { return Err(not_a_number("expiry date claim (exp)", exp)) };
        match date_from_seconds(*exp) {
            Some(expiry) if expiry <= self.now - self.clock_skew_ms => {
                let message = format!(
                    "JWT is expired. Expiry date: {}, Current date: {}.",
                    to_utc_string(expiry),
                    self.now_text()
                );
                Err(TokenError::new(TokenReason::Expired, message))
            }
            _ => Ok(()),
        }
    }

    fn check_not_before(&self, nbf: Option<&Json>) -> Result<(), TokenError> {
        match self.future("not before date claim (nbf)", nbf)? {
            None => Ok(()),
            Some(date) => {
                let message = format!(
                    "JWT cannot be used prior to not before date claim (nbf). Not before date: {}; Current date: {};",
                    to_utc_string(date),
                    self.now_text()
                );
                Err(TokenError::new(TokenReason::NotActiveYet, message))
            }
        }
    }

    fn check_issued_at(&self, iat: Option<&Json>) -> Result<(), TokenError> {
        match self.future("issued at date claim (iat)", iat)? {
            None => Ok(()),
            Some(date) => {
                let message = format!(
                    "JWT issued at date claim (iat) is in the future. Issued at date: {}; Current date: {};",
                    to_utc_string(date),
                    self.now_text()
                );
                Err(TokenError::new(TokenReason::IatInTheFuture, message))
            }
        }
    }

    fn future(&self, name: &str, claim: Option<&Json>) -> Result<Option<f64>, TokenError> {
        match claim {
            None => Ok(None),
            Some(Json::Number(seconds)) => {
                Ok(date_from_seconds(*seconds).filter(|date| *date > self.now + self.clock_skew_ms))
            }
            Some(_) => Err(not_a_number(name, claim)),
        }
    }

    fn now_text(&self) -> String {
        to_utc_string(self.now)
    }
}

fn not_a_number(name: &str, claim: Option<&Json>) -> TokenError {
    let message = format!("Invalid JWT {name} {}. Expected number.", received(claim));
    TokenError::new(TokenReason::VerificationFailed, message).ensure_clerk_jwt()
}

fn received(claim: Option<&Json>) -> String {
    claim.map_or_else(|| "undefined".to_owned(), Json::stringify)
}

/// Exact for every moment a date can hold.
#[expect(clippy::cast_precision_loss, reason = "moments are far below 2^53 milliseconds")]
fn as_double(milliseconds: i64) -> f64 {
    milliseconds as f64
}
