//! A connection whose other side must read: a client that takes less of an answer than a [`PIECE`] in a
//! [`Pace::window`] is disconnected. Nothing else is made for the connection before an answer has left: HTTP continues
//! with the next request when the answer is flushed, and it is flushed when little of it [waits to be sent](Drained).
//!
//! A connection is also closed in such a way that the other side can still read the last answer.

#[cfg(test)]
mod tests;

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::Sleep,
};

use super::{ahead::Arrivals, sleep};

/// Slices of an answer that are handed over together.
const SLICES: usize = 8;
/// What is read and forgotten, at most, after our last word.
const MOST_FORGOTTEN: usize = 4 * 1024 * 1024;

/// How long the other side may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// For each [`PIECE`] of an answer: a slow phone reads far more.
    pub(super) window: Duration,
    /// To hang up after our last word.
    pub(super) farewell: Duration,
}

/// Tells the system how much to hold for this connection, and for how long.
pub(super) fn prepare(stream: &TcpStream, pace: Pace) -> io::Result<()> {
    // Streamed pages come in small pieces; with Nagle's algorithm each waits 40 ms for an acknowledgement.
    stream.set_nodelay(true)?;
    bound(&SockRef::from(stream), pace)
}

/// What the program has handed over already is the system's: it ends after the same time, even when nobody here waits.
#[cfg(target_os = "linux")]
fn bound(socket: &SockRef<'_>, pace: Pace) -> io::Result<()> {
    bound_unsent(socket)?;
    socket.set_tcp_user_timeout(Some(pace.window + pace.farewell))
}

#[cfg(not(target_os = "linux"))]
fn bound(socket: &SockRef<'_>, _: Pace) -> io::Result<()> {
    bound_unsent(socket)
}

/// The stream.
pub(super) struct Paced<S> {
    stream: S,
    pace: Pace,
    arrivals: Arrivals,
    /// Something was handed over since the system last said that it holds little.
    is_in_doubt: bool,
    window: Option<Window>,
    farewell: Option<Farewell>,
}

/// From the moment there is no room until a whole [`PIECE`] found some, or everything has left.
struct Window {
    end: Pin<Box<Sleep>>,
    written: usize,
}

/// From our last word to the other side's.
struct Farewell {
    end: Pin<Box<Sleep>>,
    forgotten: usize,
}

impl<S: AsyncRead + AsyncWrite + Drained + Unpin> Paced<S> {
    pub(super) fn new(stream: S, pace: Pace, arrivals: Arrivals) -> Self {
        Self { stream, pace, arrivals, is_in_doubt: false, window: None, farewell: None }
    }

    /// Ready when there is room for another piece; with an error when there was none for too long.
    fn poll_room(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_in_doubt {
            let Poll::Ready(outcome) = self.stream.poll_room(context) else { return self.wait(context).map(Err) };
            outcome?;
            self.is_in_doubt = false;
        }
        Poll::Ready(Ok(()))
    }

    /// Judges the outcome of a write.
    fn judge(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        self.is_in_doubt = true;
        match written {
            Poll::Ready(Ok(bytes)) => {
                let window = self.window.take().map(|window| Window { written: window.written + bytes, ..window });
                self.window = window.filter(|window| window.written < PIECE);
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.wait(context).map(Err),
        }
    }

    /// Ready with an error when the other side took too little for too long.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let duration = self.pace.window;
        let window = self.window.get_or_insert_with(|| Window { end: sleep(duration), written: 0 });
        ready!(window.end.as_mut().poll(context));
        self.stream.abandon();
        Poll::Ready(io::Error::new(io::ErrorKind::TimedOut, "the client does not read"))
    }

    /// Reads on for a while after our last word: closing with something unread would throw away, on the other side, what
    /// it did not read yet.
    fn hear_out(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let duration = self.pace.farewell;
        let farewell = self.farewell.get_or_insert_with(|| Farewell { end: sleep(duration), forgotten: 0 });
        let mut space = [0; 8 * 1024];
        while farewell.end.as_mut().poll(context).is_pending() {
            let mut buffer = ReadBuf::new(&mut space);
            let outcome = ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer));
            farewell.forgotten += buffer.filled().len();
            if outcome.is_err() || buffer.filled().is_empty() || farewell.forgotten > MOST_FORGOTTEN {
                break;
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.arrivals.note();
        }
        outcome
    }
}

impl<S: AsyncRead + AsyncWrite + Drained + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_room(context))?;
        let written = Pin::new(&mut self.stream).poll_write(context, start(bytes, PIECE));
        self.judge(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_room(context))?;
        let mut piece = [IoSlice::new(&[]); SLICES];
        let mut room = PIECE;
        for (part, slice) in piece.iter_mut().zip(slices) {
            *part = IoSlice::new(start(slice, room));
            room -= part.len();
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, &piece);
        self.judge(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called when everything was handed over: ready when it has left, too.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_room(context))?;
        self.window = None;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.farewell.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        }
        self.hear_out(context).map(Ok)
    }
}

/// So many bytes at most.
fn start(bytes: &[u8], most: usize) -> &[u8] {
    bytes.split_at_checked(most).map_or(bytes, |(start, _)| start)
}

// Whether the operating system still holds much of what it was given for a connection. It accepts bytes long before
// the other side does; a slow reader and one that does not read at all can only be told apart by what the other side's
// system has accepted.

/// Bytes that are handed to the system at once.
const PIECE: usize = 8 * 1024;

/// A stream that knows what became of the bytes it was handed.
pub(in crate::serve) trait Drained {
    /// Ready while less than a [`PIECE`] waits to be sent: so no more than two pieces ever wait.
    fn poll_room(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// From now on closing means to forget what is not yet sent.
    fn abandon(&self);
}

impl Drained for TcpStream {
    fn poll_room(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.poll_write_ready(context))?;
            // That is what the runtime remembers; the system knows. Asked this way, it also tells when that changes.
            match self.try_io(tokio::io::Interest::WRITABLE, || ask(self)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                outcome => return Poll::Ready(outcome),
            }
        }
    }

    fn abandon(&self) {
        let _ = SockRef::from(self).set_linger(Some(Duration::ZERO));
    }
}

/// Would block when the system would not say that the stream can be written to. A broken one can: writing tells what broke.
#[cfg(unix)]
fn ask(stream: &TcpStream) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut [PollFd::new(stream, PollFlags::OUT)], Some(&now)) {
        Ok(0) => Err(io::ErrorKind::WouldBlock.into()),
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Elsewhere the system's own buffer is the measure.
#[cfg(not(unix))]
fn ask(_: &TcpStream) -> io::Result<()> {
    Ok(())
}

/// The system says that a stream can be written to while less than a [`PIECE`] waits to be sent.
#[cfg(target_os = "linux")]
fn bound_unsent(socket: &SockRef<'_>) -> io::Result<()> {
    // It wants half of this to be free.
    socket.set_tcp_notsent_lowat(2 * PIECE as u32)
}

/// Elsewhere the buffer is bounded, with what is under way in it.
#[cfg(not(target_os = "linux"))]
fn bound_unsent(socket: &SockRef<'_>) -> io::Result<()> {
    socket.set_send_buffer_size(16 * PIECE)
}
