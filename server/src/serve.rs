//! The accept loop: what `axum::serve` does not do yet. The number of connections is bounded, in total and for each
//! address; so are heads, and the patience with slow clients in both directions. No Nagle delay, and an orderly end.

mod admission;
mod ahead;
mod bodies;
mod connection;
mod open_files;
mod paced;
mod signals;
mod turned_away;

use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::{Pin, pin},
    time::Duration,
};

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::{
    net::{TcpListener, TcpStream},
    time::Sleep,
};

pub(crate) use self::{
    admission::Capacity,
    open_files::make_room,
    signals::{Signals, signalled},
};
use self::{
    admission::{Admission, Entry},
    ahead::Turns,
    paced::Pace,
    turned_away::TurnedAway,
};

/// How long others may keep us waiting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For a request's head to arrive in full, and for the next one on an idle connection to begin.
    pub(crate) head: Duration,
    /// For an answer to be taken: in each such time a least number of bytes, while more waits.
    pub(crate) reading: Duration,
    /// For an answer that is made while it is sent, from its head to its end.
    pub(crate) answer: Duration,
    /// For the rest of a body that is not wanted.
    pub(crate) leftovers: Duration,
    /// For the other side to hang up after our last word.
    pub(crate) farewell: Duration,
    /// For running requests to end after the signal.
    pub(crate) drain: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            reading: Duration::from_secs(20),
            answer: Duration::from_secs(300),
            leftovers: Duration::from_secs(10),
            farewell: Duration::from_secs(2),
            drain: Duration::from_secs(25),
        }
    }
}

impl Patience {
    fn pace(self) -> Pace {
        Pace { window: self.reading, farewell: self.farewell }
    }
}

/// The bounds of a server.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    /// In time.
    pub(crate) patience: Patience,
    /// In number.
    pub(crate) capacity: Capacity,
}

/// Serves until `end` is ready, then lets running requests finish; not any longer once `now` is ready.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    end: impl Future<Output = ()>,
    now: impl Future<Output = ()>,
) {
    let patience = bounds.patience;
    let mut door = Door::new(router, bounds);
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener) => accepted,
            never = poll_fn(|context| door.turned_away.poll(context)) => match never {},
            () = &mut end => break,
        };
        if let Some((stream, peer)) = accepted {
            door.enter(stream, peer);
        }
    }
    drop((listener, door.turned_away));
    tracing::info!("finishing running requests");
    tokio::select! {
        drained = tokio::time::timeout(patience.drain, door.graceful.shutdown()) => if drained.is_err() {
            tracing::warn!("some requests did not finish in time");
        },
        () = now => tracing::warn!("running requests are not waited for"),
    }
}

/// Waits for a connection. A failed accept is the client's affair, or passes (too many open files).
async fn accept(listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
    match listener.accept().await {
        Ok(accepted) => Some(accepted),
        Err(error) => {
            tracing::warn!(%error, "accept failed");
            sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// Where connections come in.
struct Door {
    router: Router,
    turns: Turns,
    patience: Patience,
    admission: Admission,
    graceful: GracefulShutdown,
    turned_away: TurnedAway,
}

impl Door {
    fn new(router: Router, Bounds { patience, capacity }: Bounds) -> Self {
        let (turns, admission, graceful) = (Turns::new(), Admission::new(capacity), GracefulShutdown::new());
        Self { router, turns, patience, admission, graceful, turned_away: TurnedAway::new(patience.farewell) }
    }

    /// Serves a connection that has a place, and tells the others that there is none: nobody is kept waiting for one.
    fn enter(&mut self, stream: TcpStream, peer: SocketAddr) {
        let place = self.admission.enter(peer.ip());
        let (patience, graceful) = (self.patience, &self.graceful);
        if place.as_ref().is_none_or(|place| place.entry == Entry::Refused) {
            tracing::warn!(target: "security", event = "connection refused", address = %peer.ip(), "too many connections");
        }
        match place {
            Some(place) if place.entry == Entry::Served => {
                let app = (self.router.clone(), self.turns.clone());
                connection::answer(stream, peer, app, patience, graceful, place);
            }
            Some(place) => connection::refuse(stream, peer, patience, graceful, place),
            None => self.turned_away.take(stream),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a deadline of the runtime's own clock, polled beside what it is for")]
fn sleep(duration: Duration) -> Pin<Box<Sleep>> {
    Box::pin(tokio::time::sleep(duration))
}

#[cfg(test)]
mod tests;
