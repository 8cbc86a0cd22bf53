//! Cross-site request forgery: unsafe methods must come from this origin, told by `Sec-Fetch-Site` or `Origin`.
//! No tokens, so forms work without JavaScript.

use axum::{body::Body, response::Response};
use http::{HeaderMap, StatusCode};
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};

use crate::{config::Origin, refusal::Refusal};

/// What answers a forged request.
pub(crate) type Answer = fn(ProtectionError) -> Response<Body>;

/// The layer. The public origin is trusted by name as well: behind a proxy `Host` may differ from it.
pub(crate) fn layer(public_origin: &Origin) -> Result<CsrfLayer<Answer>, ConfigError> {
    let answer: Answer = refuse;
    Ok(CsrfLayer::new().add_trusted_origin(public_origin.as_str())?.with_rejection_response(answer))
}

fn refuse(_: ProtectionError) -> Response<Body> {
    let detail = "The request came from another site, so it was not carried out.";
    Refusal::new(&HeaderMap::new(), StatusCode::FORBIDDEN, detail).into_response()
}
