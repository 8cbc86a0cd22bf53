//! Compression of what is made for each request: pages and JSON. Files of the site are compressed elsewhere (`assets`).

use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// The level for both encodings, said here so that no release of a library changes what a request costs: from 9 on Brotli
/// takes many milliseconds for a page. `cargo bench -p server --bench compression` shows each level; docs/benchmarks.md
/// says why this one.
pub const LEVEL: i32 = 4;

/// Which answers are worth it.
pub type IsText = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// Compresses text for whoever accepts it.
pub fn layer() -> CompressionLayer<IsText> {
    at(LEVEL)
}

/// The same at another level, to compare.
pub fn at(level: i32) -> CompressionLayer<IsText> {
    CompressionLayer::new().quality(CompressionLevel::Precise(level)).compress_when(is_text as IsText)
}

/// Pages and JSON; pictures and the program gain nothing here.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.starts_with("text/html") || content_type.contains("json")
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Body;
    use http::{Request, Response};
    use http_body_util::BodyExt;
    use tower::{Layer, ServiceExt, service_fn};

    use super::*;

    async fn size(
        layer: CompressionLayer<IsText>,
        encoding: &str,
        content_type: &'static str,
    ) -> anyhow::Result<usize> {
        let page = "<li class=\"flex items-center\"><a href=\"/orgs/acme\">Acme</a></li>".repeat(400);
        let service = service_fn(move |_: Request<Body>| {
            let mut answer = Response::new(Body::from(page.clone()));
            answer.headers_mut().insert(header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
            async move { Ok::<_, Infallible>(answer) }
        });
        let request = Request::builder().header(header::ACCEPT_ENCODING, encoding).body(Body::empty())?;
        let answer = layer.layer(service).oneshot(request).await?;
        let body = answer.into_body().collect().await.map_err(anyhow::Error::from_boxed)?;
        Ok(body.to_bytes().len())
    }

    #[tokio::test]
    async fn text_is_compressed_at_a_level_that_a_request_can_pay() -> anyhow::Result<()> {
        for encoding in ["br", "gzip"] {
            let (ours, cheapest) =
                (size(layer(), encoding, "text/html").await?, size(at(1), encoding, "text/html").await?);
            assert!(ours <= cheapest && ours < 1_000, "{encoding}: {ours} bytes, {cheapest} at level 1");
            assert!(size(layer(), encoding, "application/problem+json").await? < 1_000, "{encoding}");
            assert!(size(layer(), encoding, "image/png").await? > 20_000, "{encoding}");
        }
        // Brotli at 9 and above compresses better and takes a hundred times as long.
        assert!((1..=6).contains(&LEVEL));
        Ok(())
    }
}
