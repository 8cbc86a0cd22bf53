//! The body of an answer, counted on its way out.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use super::line::{End, Line};

/// The body, and the line that is written when it is over.
pub(super) struct Sent {
    body: Body,
    length: Option<u64>,
    line: Line,
}

impl Sent {
    pub(super) fn new(body: Body, line: Line) -> Self {
        Self { length: body.size_hint().exact(), body, line }
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        match &frame {
            Poll::Ready(Some(Ok(frame))) => {
                self.line.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
                // Whoever knows the length does not ask for more.
                if self.body.is_end_stream() || self.length == Some(self.line.bytes) {
                    self.line.end = End::Answered;
                }
            }
            Poll::Ready(Some(Err(_))) => self.line.end = End::BrokenOff,
            Poll::Ready(None) => self.line.end = End::Answered,
            Poll::Pending => {}
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
