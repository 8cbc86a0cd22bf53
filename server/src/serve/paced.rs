//! A connection whose other side must read: who takes less of an answer than [`LEAST`] in a [`Pace::window`] is hung up on.
//! And one that is closed in a way that lets the other side hear the last answer.

use std::{
    io,
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

use super::sleep;

/// Bytes of an answer that must go out in each window while more of it waits: a slow phone reads far more.
pub(super) const LEAST: usize = 8 * 1024;
/// Bytes that the system may hold for one connection before they are sent.
const UNSENT: u32 = 32 * 1024;
/// What is read and forgotten, at most, after our last word.
const MOST_FORGOTTEN: usize = 4 * 1024 * 1024;

/// How long the other side may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// For each [`LEAST`] bytes of an answer.
    pub(super) window: Duration,
    /// To hang up after our last word.
    pub(super) farewell: Duration,
}

/// A stream that can be given up without waiting for the other side.
pub(super) trait Abandon {
    /// From now on closing means to forget what is not yet sent.
    fn abandon(&self);
}

impl Abandon for TcpStream {
    fn abandon(&self) {
        let _ = SockRef::from(self).set_linger(Some(Duration::ZERO));
    }
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
    socket.set_tcp_notsent_lowat(UNSENT)?;
    socket.set_tcp_user_timeout(Some(pace.window + pace.farewell))
}

#[cfg(not(target_os = "linux"))]
fn bound(socket: &SockRef<'_>, _: Pace) -> io::Result<()> {
    socket.set_send_buffer_size(4 * UNSENT as usize)
}

/// The stream.
pub(super) struct Paced<S> {
    stream: S,
    pace: Pace,
    window: Option<Window>,
    farewell: Option<Farewell>,
}

/// From a write that had to wait until everything is handed over.
struct Window {
    end: Pin<Box<Sleep>>,
    written: usize,
}

/// From our last word to the other side's.
struct Farewell {
    end: Pin<Box<Sleep>>,
    forgotten: usize,
}

impl<S: AsyncRead + AsyncWrite + Abandon + Unpin> Paced<S> {
    pub(super) fn new(stream: S, pace: Pace) -> Self {
        Self { stream, pace, window: None, farewell: None }
    }

    /// Judges the outcome of a write.
    fn judge(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                if let Some(window) = &mut self.window {
                    window.written += bytes;
                }
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.wait(context).map(Err),
        }
    }

    /// Ready with an error when the other side took too little for too long.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let duration = self.pace.window;
            let window = self.window.get_or_insert_with(|| Window { end: sleep(duration), written: 0 });
            ready!(window.end.as_mut().poll(context));
            if window.written < LEAST {
                self.stream.abandon();
                return Poll::Ready(io::Error::new(io::ErrorKind::TimedOut, "the client does not read"));
            }
            self.window = None;
        }
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
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Abandon + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.judge(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called when nothing waits to be written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
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

#[cfg(test)]
mod tests;
