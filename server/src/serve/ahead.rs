//! Requests that were sent ahead: the next one arrived before the answer to the one before it had left. No browser or
//! proxy does that, and the operating system of the other side accepts many answers without anybody reading them. So
//! the senders of such requests wait for each other: as many are answered at once as there are processors, and
//! everybody else's requests come in between. When a crowd of them waits, the rest are refused and their connections
//! closed.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use tokio::sync::{Semaphore, SemaphorePermit};

/// For each one that is made at a time, this many may be made or wait.
const WAITING: usize = 16;

/// The turns of all connections. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Turns(Arc<Both>);

#[derive(Debug)]
struct Both {
    places: Semaphore,
    turns: Semaphore,
}

/// A place and a turn, if the request needs them; free when dropped.
pub(super) type Turn<'a> = Option<(SemaphorePermit<'a>, SemaphorePermit<'a>)>;

impl Turns {
    /// One for each processor.
    pub(super) fn new() -> Self {
        Self(Arc::new(Both { places: Semaphore::new(places()), turns: Semaphore::new(most()) }))
    }

    /// Waits for the turn of a request, if it was sent ahead; `None` when too many wait.
    pub(super) async fn wait(&self, is_ahead: bool) -> Option<Turn<'_>> {
        if !is_ahead {
            return Some(None);
        }
        let place = self.0.places.try_acquire().ok()?;
        let turn = self.0.turns.acquire().await.ok()?;
        Some(Some((place, turn)))
    }
}

/// How many there are.
pub(super) fn most() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// How many have one or wait for one.
pub(super) fn places() -> usize {
    most() * WAITING
}

/// Whether something came on a connection since it was last asked. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals(Arc<AtomicBool>);

impl Arrivals {
    /// Something came.
    pub(super) fn note(&self) {
        self.0.store(true, Relaxed);
    }

    /// Whether the request that now begins came together with the one before it.
    pub(super) fn is_ahead(&self) -> bool {
        !self.0.swap(false, Relaxed)
    }
}
