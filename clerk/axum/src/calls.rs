//! Calls to Clerk that a stranger's request can cause: so many for each address and each session, and no second one while
//! a refusal is fresh. What all of them together may cost is the [backend](crate::backend)'s to hold.

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clerk_protocol::Clock;

use crate::{
    limiter::{Address, Exhausted, Limiter, Rate},
    memory::Memory,
};

/// How many refused refreshes are remembered, and for how long (milliseconds).
const REFUSALS: usize = 10_000;
const REFUSAL_MS: i64 = 10_000;

/// How many calls to Clerk requests may cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallRates {
    /// From one address: look-ups of handshakes and refreshes of sessions together.
    pub address: Rate,
    /// For one session: refreshes, from wherever they are asked for.
    pub session: Rate,
    /// Of this process, names of members and everything else included. Clerk allows a production instance 1,000 calls in
    /// ten seconds, from all of its servers.
    pub total: Rate,
    /// From one address through the Frontend API proxy.
    pub proxy: Rate,
}

impl Default for CallRates {
    fn default() -> Self {
        Self {
            address: Rate::new(100, 300),
            session: Rate::new(10, 30),
            total: Rate::new(300, 1_800),
            proxy: Rate::new(600, 1_800),
        }
    }
}

/// Who asks for what.
pub(crate) struct Calls {
    clock: Arc<dyn Clock>,
    by_address: Limiter<Address>,
    by_session: Limiter<u64>,
    through_proxy: Limiter<Address>,
    refusals: Mutex<Memory<Option<String>>>,
    /// Ids of sessions come from unverified tokens, so they are kept as hashes: short, and of no use to collide.
    hash: RandomState,
}

impl Calls {
    pub(crate) fn new(rates: CallRates, clock: Arc<dyn Clock>) -> Self {
        Self {
            by_address: Limiter::new(rates.address, Arc::clone(&clock)),
            by_session: Limiter::new(rates.session, Arc::clone(&clock)),
            through_proxy: Limiter::new(rates.proxy, Arc::clone(&clock)),
            refusals: Mutex::new(Memory::new(REFUSALS, REFUSAL_MS)),
            hash: RandomState::new(),
            clock,
        }
    }

    /// Whether this visitor may cause a look-up.
    pub(crate) fn look_up(&self, visitor: Address) -> Result<(), Exhausted> {
        self.by_address.take(&visitor)
    }

    /// Whether this visitor may cause a refresh of this session.
    pub(crate) fn refresh(&self, visitor: Address, session_id: &str) -> Result<(), Exhausted> {
        self.by_address.take(&visitor)?;
        self.by_session.take(&self.hash.hash_one(session_id))
    }

    /// Whether this visitor's request may go through the proxy.
    pub(crate) fn forward(&self, visitor: Address) -> Result<(), Exhausted> {
        self.through_proxy.take(&visitor)
    }

    /// Clerk's code, where it has just refused to refresh this session for this visitor.
    pub(crate) fn refused(&self, visitor: Address, session_id: &str) -> Option<Option<String>> {
        let key = self.refusal_key(visitor, session_id);
        self.refusals().get(&key, self.clock.monotonic_ms()).cloned()
    }

    /// Clerk refused for good.
    pub(crate) fn remember_refusal(&self, visitor: Address, session_id: &str, code: Option<String>) {
        let key = self.refusal_key(visitor, session_id);
        self.refusals().insert(&key, code, self.clock.monotonic_ms());
    }

    fn refusal_key(&self, visitor: Address, session_id: &str) -> String {
        format!("{visitor} {:x}", self.hash.hash_one(session_id))
    }

    fn refusals(&self) -> MutexGuard<'_, Memory<Option<String>>> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
