//! Cross-site request forgery: unsafe methods must come from this origin, told by `Sec-Fetch-Site` or `Origin`.
//! No tokens, so forms work without JavaScript.

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{StatusCode, header};
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};

use crate::{config::Origin, refusal::Refusal};

/// What answers a forged request.
pub(crate) type Answer = fn(ProtectionError) -> Response<Body>;

/// Left in the answer to a forged request for [`explain`], which knows who asks.
#[derive(Clone, Copy, Debug)]
struct Forged;

/// The layer. The public origin is trusted by name as well: behind a proxy `Host` may differ from it.
pub(crate) fn layer(public_origin: &Origin) -> Result<CsrfLayer<Answer>, ConfigError> {
    let answer: Answer = refuse;
    Ok(CsrfLayer::new().add_trusted_origin(public_origin.as_str())?.with_rejection_response(answer))
}

fn refuse(_: ProtectionError) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.extensions_mut().insert(Forged);
    response
}

/// Says why, in the form that was asked for, and logs it. Belongs right outside of [`layer`].
pub(crate) async fn explain(request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    if response.extensions().get::<Forged>().is_none() {
        return response;
    }
    let text = |name: header::HeaderName| {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.chars().take(100).collect::<String>()
    };
    let (origin, site) = (text(header::ORIGIN), text(header::HeaderName::from_static("sec-fetch-site")));
    tracing::warn!(target: "security", origin, site, "a change that another site asked for was refused");
    let detail = "The request came from another site, so it was not carried out. If you meant it, go to the start, look for \
                  it there and do it again.";
    Refusal::new(&headers, StatusCode::FORBIDDEN, detail).into_response()
}
