//! The body of an answer, which ends where it stalls or becomes too long.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use http_body_util::Limited;
use tower_http::timeout::TimeoutBody;

use super::error::ProxyError;

/// The largest body of an answer, bytes. ClerkJS is a tenth of it, and people's pictures are not larger than they were sent.
const LIMIT: usize = 32 * 1024 * 1024;
/// Between two pieces of an answer.
const IDLE: Duration = Duration::from_secs(30);

/// An answer that says at once that it is too long is none; one that does not is cut.
pub(super) fn bounded(body: reqwest::Body) -> Result<Body, ProxyError> {
    if usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX) > LIMIT {
        return Err(ProxyError::AnswerTooLarge);
    }
    Ok(Body::new(Limited::new(TimeoutBody::new(IDLE, body), LIMIT)))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::{Bytes, to_bytes};
    use futures::{Stream, StreamExt, stream};

    use super::{LIMIT, bounded};

    const PIECE: usize = 1024 * 1024;

    async fn length(pieces: impl Stream<Item = Bytes> + Send + 'static) -> Option<usize> {
        let body = bounded(reqwest::Body::wrap_stream(pieces.map(Ok::<_, Infallible>))).ok()?;
        to_bytes(body, usize::MAX).await.ok().map(|bytes| bytes.len())
    }

    fn pieces() -> impl Stream<Item = Bytes> {
        stream::repeat_with(|| Bytes::from(vec![0; PIECE]))
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_stalls_or_does_not_end_is_cut() {
        assert_eq!(length(pieces().take(3)).await, Some(3 * PIECE));
        assert_eq!(length(pieces().take(LIMIT / PIECE)).await, Some(LIMIT));
        assert_eq!(length(pieces().take(LIMIT / PIECE + 1)).await, None);
        assert_eq!(length(pieces().take(1).chain(stream::pending())).await, None);
    }

    #[test]
    fn an_answer_that_says_so_is_refused_at_once() {
        assert!(bounded(reqwest::Body::from(vec![0; LIMIT])).is_ok());
        assert!(bounded(reqwest::Body::from(vec![0; LIMIT + 1])).is_err());
    }
}
