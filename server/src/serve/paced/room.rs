//! Whether the operating system still holds much of what it was given for a connection. It accepts bytes long before
//! the other side does; a slow reader and one that does not read at all can only be told apart by what the other side's
//! system has accepted.

use std::{
    io,
    task::{Context, Poll, ready},
    time::Duration,
};

use socket2::SockRef;
use tokio::net::TcpStream;

/// Bytes that are handed to the system at once.
pub(super) const PIECE: usize = 8 * 1024;

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
pub(super) fn bound(socket: &SockRef<'_>) -> io::Result<()> {
    // It wants half of this to be free.
    socket.set_tcp_notsent_lowat(2 * PIECE as u32)
}

/// Elsewhere the buffer is bounded, with what is under way in it.
#[cfg(not(target_os = "linux"))]
pub(super) fn bound(socket: &SockRef<'_>) -> io::Result<()> {
    socket.set_send_buffer_size(16 * PIECE)
}
