//! Which version of an object a change is made to: named in the body or in `If-Match`.

use axum::http::{HeaderMap, header};
use domain::FieldError;

use crate::AppError;

/// The version that the caller saw.
///
/// # Errors
/// [`AppError::Invalid`] when none is named: a change without it could undo somebody else's.
pub(crate) fn seen(in_body: Option<i64>, headers: &HeaderMap) -> Result<i64, AppError> {
    in_body.or_else(|| if_match(headers)).ok_or_else(|| {
        let message = "Name the version you saw, here or in If-Match.";
        AppError::Invalid(vec![FieldError::new("version", message)])
    })
}

fn if_match(headers: &HeaderMap) -> Option<i64> {
    headers.get(header::IF_MATCH)?.to_str().ok()?.trim_matches('"').parse().ok()
}
