//! The ids in a path. What cannot be an id is not there: the same answer as for somebody else's.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

use crate::AppError;

/// The only id of a path.
///
/// # Errors
/// [`AppError::NotFound`] when it cannot be one.
pub(crate) async fn id<A: FromStr>(parts: &mut Parts) -> Result<A, AppError> {
    let Path(id) = Path::<String>::from_request_parts(parts, &()).await.map_err(|_| AppError::NotFound)?;
    id.parse().map_err(|_| AppError::NotFound)
}

/// The two ids of a path.
///
/// # Errors
/// [`AppError::NotFound`] when one of them cannot be one.
pub(crate) async fn ids<A: FromStr, B: FromStr>(parts: &mut Parts) -> Result<(A, B), AppError> {
    let ids = Path::<(String, String)>::from_request_parts(parts, &()).await;
    let Path((first, second)) = ids.map_err(|_| AppError::NotFound)?;
    match (first.parse(), second.parse()) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        _ => Err(AppError::NotFound),
    }
}
