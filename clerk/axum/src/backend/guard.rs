//! In front of every call to the Backend API but the one for keys, which has a schedule of its own: a cap for the whole
//! process, so that strangers cannot use up what Clerk allows the instance, and breakers, so that a Clerk that does not
//! answer is not asked in vain.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clerk_protocol::Clock;
use http::StatusCode;

use super::BackendError;
use crate::limiter::{Breaker, Limiter, Rate};

/// Failures in a row after which Clerk is left alone for a while.
const TOLERANCE: u32 = 5;

/// What calls are for. Each kind has a breaker of its own: names that take long to come end no handshake, and neither does
/// whoever finds a refresh that Clerk trips over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Looking up what a nonce stands for.
    Handshake,
    /// Renewing a session.
    Refresh,
    /// Everything else.
    Data,
}

/// The guard, shared by all clones of the client.
pub(super) struct Guard {
    clock: Arc<dyn Clock>,
    cap: Limiter<()>,
    handshake: Mutex<Breaker>,
    refresh: Mutex<Breaker>,
    data: Mutex<Breaker>,
}

impl Guard {
    /// At most `rate` calls of all kinds together.
    pub(super) fn new(rate: Rate, clock: Arc<dyn Clock>) -> Self {
        let breaker = || Mutex::new(Breaker::new(TOLERANCE));
        let cap = Limiter::new(rate, Arc::clone(&clock));
        Self { cap, clock, handshake: breaker(), refresh: breaker(), data: breaker() }
    }

    /// Before a call.
    ///
    /// # Errors
    /// [`BackendError::Held`]: none is made now.
    pub(super) fn admit(&self, purpose: Purpose) -> Result<(), BackendError> {
        self.breaker(purpose).admit(self.clock.monotonic_ms()).map_err(BackendError::Held)?;
        self.cap.take(&()).map_err(BackendError::Held)
    }

    /// Before each further try of an admitted call: it has waited, so no breaker is asked.
    pub(super) fn admit_again(&self) -> bool {
        self.cap.take(&()).is_ok()
    }

    /// Clerk asked for a pause: for everybody, from now on.
    pub(super) fn note_pause<T>(&self, purpose: Purpose, outcome: &Result<T, BackendError>) {
        if let Err(BackendError::Answer(error)) = outcome
            && error.status == StatusCode::TOO_MANY_REQUESTS
        {
            let now_ms = self.clock.monotonic_ms();
            self.breaker(purpose).asked_for(error.retry_after.unwrap_or_default(), now_ms);
        }
    }

    /// After its last try.
    pub(super) fn note<T>(&self, purpose: Purpose, outcome: &Result<T, BackendError>) {
        let now_ms = self.clock.monotonic_ms();
        let mut breaker = self.breaker(purpose);
        match outcome {
            // Noted when it came.
            Err(BackendError::Answer(error)) if error.status == StatusCode::TOO_MANY_REQUESTS => {}
            Err(BackendError::Answer(error)) if error.status.is_server_error() => breaker.failed(now_ms),
            Err(BackendError::Unreachable(_) | BackendError::TimedOut) => breaker.failed(now_ms),
            _ => breaker.succeeded(),
        }
    }

    fn breaker(&self, purpose: Purpose) -> MutexGuard<'_, Breaker> {
        let breaker = match purpose {
            Purpose::Handshake => &self.handshake,
            Purpose::Refresh => &self.refresh,
            Purpose::Data => &self.data,
        };
        breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
