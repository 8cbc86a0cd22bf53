//! The rest of a request's body, when nobody wants it any more. A client that is still sending while its refusal waits
//! would see a broken connection instead: so the rest is read and dropped, within bounds, while the answer goes out.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    BoxError,
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

use super::sleep;

/// What is read and forgotten of one request, at most.
const MOST: usize = 16 * 1024 * 1024;

/// A body that takes care of what is left of it.
pub(super) struct Remembered<B: HttpBody<Data = Bytes> + Send + Unpin + 'static> {
    body: Option<B>,
    patience: Duration,
    /// Nothing was asked for yet of a client that waits to be asked (`Expect: 100-continue`): it will not send.
    unasked: bool,
}

impl<B: HttpBody<Data = Bytes> + Send + Unpin + 'static> Remembered<B> {
    pub(super) fn new(body: B, headers: &HeaderMap, patience: Duration) -> Self {
        Self { body: Some(body), patience, unasked: headers.contains_key(header::EXPECT) }
    }
}

impl<B: HttpBody<Data = Bytes> + Send + Unpin + 'static> HttpBody for Remembered<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.unasked = false;
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}

impl<B: HttpBody<Data = Bytes> + Send + Unpin + 'static> Drop for Remembered<B> {
    fn drop(&mut self) {
        let Some(body) = self.body.take().filter(|body| !self.unasked && !body.is_end_stream()) else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(tokio::time::timeout(self.patience, forget(body)));
        }
    }
}

async fn forget(mut body: impl HttpBody<Data = Bytes> + Unpin) {
    let mut forgotten = 0;
    while let Some(Ok(frame)) = body.frame().await {
        forgotten += frame.data_ref().map_or(0, Bytes::len);
        if forgotten > MOST {
            break;
        }
    }
}

// An answer that is made while it is sent has a time limit: a page whose data never comes would keep its connection.

/// The answer; where its length is known, it is all there already, and the connection's pace is enough.
pub(super) fn bounded(response: Response, lifetime: Duration) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    response.map(|body| Body::new(Mortal { body, end: sleep(lifetime) }))
}

struct Mortal {
    body: Body,
    end: Pin<Box<Sleep>>,
}

impl HttpBody for Mortal {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.end.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err("the answer took too long".into())));
        }
        Pin::new(&mut self.body).poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use futures::stream;
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_does_not_come_to_its_end_is_ended() {
        let endless = Body::from_stream(stream::pending::<Result<Bytes, BoxError>>());
        let response = bounded(Response::new(endless), Duration::from_secs(300));
        assert!(response.into_body().collect().await.is_err());
    }
}
