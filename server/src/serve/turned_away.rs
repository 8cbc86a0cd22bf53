//! Connections for which there is no place, not even one for a refusal in the form they ask for: each gets a few bytes
//! that are always the same.
//!
//! If they were closed right after that, the bytes would be lost: whatever arrives at a closed socket is answered with
//! a reset, and after a reset the other side may throw away what it has not read. So a few of them are kept until they
//! have read it: those that have not asked yet until they ask, the others until they hang up. When too many are kept, a
//! newcomer takes the place of another, which still gets its answer: those that have asked and were answered go first,
//! and the others are answered before they ask.

use std::{
    collections::VecDeque,
    convert::Infallible,
    io::Read,
    net::Shutdown,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{HeaderMap, StatusCode};
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, ReadBuf},
    net::TcpStream,
    time::Sleep,
};

use super::{connection::NO_PLACE, sleep};
use crate::refusal::Refusal;

/// Connections that are kept at once. Each is an open file, and the loop that accepts looks at all of them.
pub(crate) const KEPT: usize = 16;
/// What is read and forgotten of one, at most.
const MOST_FORGOTTEN: usize = 4 * 1024 * 1024;
/// The same in one go, when it has to leave.
const AT_LAST: usize = 64 * 1024;

/// Those who are kept.
pub(super) struct TurnedAway {
    answer: Arc<[u8]>,
    patience: Duration,
    kept: VecDeque<Visitor>,
}

/// One of them. Dropping it is closing: it has its answer by then.
struct Visitor {
    stream: TcpStream,
    answer: Arc<[u8]>,
    is_told: bool,
    forgotten: usize,
    end: Pin<Box<Sleep>>,
}

impl TurnedAway {
    /// Nobody yet; each may stay so long.
    pub(super) fn new(patience: Duration) -> Self {
        Self { answer: answer().into(), patience, kept: VecDeque::new() }
    }

    /// Takes a connection in; where too many are kept, another leaves for it.
    pub(super) fn take(&mut self, stream: TcpStream) {
        if self.kept.len() >= KEPT {
            let leaving = self.kept.iter().position(|visitor| visitor.is_told).unwrap_or(0);
            self.kept.remove(leaving);
        }
        let mut visitor = Visitor {
            stream,
            answer: Arc::clone(&self.answer),
            is_told: false,
            forgotten: 0,
            end: sleep(self.patience),
        };
        // Whoever waited to be accepted has asked already.
        visitor.hear_at_once();
        self.kept.push_back(visitor);
    }

    /// Hears all of them out; never ready.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Infallible> {
        self.kept.retain_mut(|visitor| visitor.poll(context).is_pending());
        Poll::Pending
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }
}

impl Visitor {
    /// Ready when it has hung up, or stayed too long.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut space = [0; 8 * 1024];
        while self.end.as_mut().poll(context).is_pending() && self.forgotten <= MOST_FORGOTTEN {
            let mut buffer = ReadBuf::new(&mut space);
            let outcome = ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer));
            if outcome.is_err() || buffer.filled().is_empty() {
                break;
            }
            self.forgotten += buffer.filled().len();
            self.tell();
        }
        Poll::Ready(())
    }

    /// Reads what is there, and answers it.
    fn hear_at_once(&mut self) {
        let heard = self.forget(AT_LAST);
        self.forgotten += heard;
        if heard > 0 {
            self.tell();
        }
    }

    /// The answer, and that nothing follows. It fits the empty buffer of a new socket.
    fn tell(&mut self) {
        if !std::mem::replace(&mut self.is_told, true) {
            let socket = SockRef::from(&self.stream);
            let _ = socket.send(&self.answer).and_then(|_| socket.shutdown(Shutdown::Write));
        }
    }

    /// Reads what is there, so many bytes at most. Past the runtime, which may not have heard of it yet.
    fn forget(&self, most: usize) -> usize {
        let socket = SockRef::from(&self.stream);
        let (mut space, mut forgotten) = ([0; 8 * 1024], 0);
        while let Ok(bytes @ 1..) = (&*socket).read(&mut space) {
            forgotten += bytes;
            if forgotten >= most {
                break;
            }
        }
        forgotten
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        self.tell();
        // Closing with something unread is a reset.
        self.forget(AT_LAST);
    }
}

/// The refusal that a program gets on a connection with a place for it.
fn answer() -> Vec<u8> {
    let refusal =
        Refusal::new(&HeaderMap::new(), StatusCode::SERVICE_UNAVAILABLE, NO_PLACE).problem().body().to_string();
    let length = refusal.len();
    let head = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n\
                retry-after: 1\r\nconnection: close\r\ncontent-length: ";
    format!("{head}{length}\r\n\r\n{refusal}").into_bytes()
}

#[cfg(test)]
mod tests;
