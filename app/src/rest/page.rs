//! Which page of a list: the query of every list that takes no more than that.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use domain::PageRequest;
use serde::{Deserialize, de::DeserializeOwned};

use crate::AppError;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    after: Option<String>,
    limit: Option<u32>,
}

/// `?after=&limit=`, as an extractor. The error is kept for later: whoever may not ask is told nothing else.
pub(crate) struct AskedPage(pub(crate) Result<PageRequest, AppError>);

impl<S: Send + Sync> FromRequestParts<S> for AskedPage {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(query(parts).map(|PageQuery { after, limit }| PageRequest { after, limit })))
    }
}

/// A URL's query, read strictly.
pub(crate) fn query<T: DeserializeOwned>(parts: &Parts) -> Result<T, AppError> {
    Query::try_from_uri(&parts.uri).map(|Query(query)| query).map_err(|_| AppError::Malformed)
}
