//! An answer that is made while it is sent has a time limit: a page whose data never comes would keep its connection.

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
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

use super::sleep;

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
