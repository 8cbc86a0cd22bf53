//! When keys are used, fetched or given up: the decisions of the key cache, without I/O, over milliseconds.

use crate::memory::Memory;

/// Keys older than this are not used before a fetch was tried. Not sliding: a withdrawn key is refused within this time.
const TTL_MS: i64 = 300_000;
/// From this age on a fetch runs in the background, so that nobody waits when the time is up.
const REFRESH_MS: i64 = 240_000;
/// While fetches fail, keys are used this long beyond their TTL, then the cache fails closed.
const STALE_MS: i64 = 3_600_000;
/// At most one probe in this time while fetches fail.
const PROBE_MS: i64 = 5_000;
/// How long a key id is taken for absent after a fetch did not have it.
const ABSENT_MS: i64 = 30_000;
/// How many absent key ids are remembered.
const ABSENT_CAPACITY: usize = 1_024;
/// Fetches on behalf of unknown key ids: two at once, then one in this time.
const BUDGET_REFILL_MS: i64 = 11_000;
const BUDGET: i64 = 2;

/// A key set that is cheap to clone.
pub(crate) trait Keys: Clone + Default + Send + Sync + 'static {
    /// Whether it has a key of this id.
    fn has(&self, kid: &str) -> bool;
}

/// What to do about a wanted key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Plan<K> {
    /// It is in this set.
    Use(K),
    /// It is in this set, which should be fetched anew in the background.
    UseAndRefresh(K),
    /// Fetch, then ask again.
    Fetch,
    /// The instance has no such key, only these.
    Absent(K),
    /// It cannot be found out now; worth trying again after so many milliseconds.
    Unavailable(i64),
}

/// The state behind the decisions.
#[derive(Debug)]
pub(crate) struct Schedule<K> {
    loaded: Option<Loaded<K>>,
    absent: Memory<()>,
    failed_at_ms: Option<i64>,
    budget: Budget,
}

#[derive(Debug)]
struct Loaded<K> {
    keys: K,
    fetched_at_ms: i64,
}

impl<K: Keys> Schedule<K> {
    pub(crate) fn new() -> Self {
        let absent = Memory::new(ABSENT_CAPACITY, ABSENT_MS);
        Self { loaded: None, absent, failed_at_ms: None, budget: Budget::full() }
    }

    /// What to do for a token that names `kid`.
    pub(crate) fn plan(&self, kid: &str, now_ms: i64) -> Plan<K> {
        let age_ms = self.age_ms(now_ms);
        match self.usable(kid, now_ms) {
            Some(keys) if age_ms < REFRESH_MS || self.probe_wait_ms(now_ms).is_some() => Plan::Use(keys),
            Some(keys) if age_ms < TTL_MS || self.failed_at_ms.is_some() => Plan::UseAndRefresh(keys),
            Some(_) => Plan::Fetch,
            None => self.plan_unknown(kid, age_ms, now_ms),
        }
    }

    fn plan_unknown(&self, kid: &str, age_ms: i64, now_ms: i64) -> Plan<K> {
        if self.absent.get(kid, now_ms).is_some() {
            return Plan::Absent(self.loaded());
        }
        if let Some(wait_ms) = self.probe_wait_ms(now_ms) {
            return Plan::Unavailable(wait_ms);
        }
        if age_ms < TTL_MS && !self.budget.allows(now_ms) {
            return Plan::Absent(self.loaded());
        }
        Plan::Fetch
    }

    /// The set, if it is so young that nothing has to be decided.
    pub(crate) fn fresh(&self, now_ms: i64) -> Option<K> {
        self.loaded.as_ref().filter(|_| self.age_ms(now_ms) < REFRESH_MS).map(|loaded| loaded.keys.clone())
    }

    /// The set with this key, if it may still be used at all, fresh or stale.
    pub(crate) fn usable(&self, kid: &str, now_ms: i64) -> Option<K> {
        let limit_ms = if self.failed_at_ms.is_some() { TTL_MS + STALE_MS } else { i64::MAX };
        let loaded = self.loaded.as_ref().filter(|_| self.age_ms(now_ms) < limit_ms)?;
        loaded.keys.has(kid).then(|| loaded.keys.clone())
    }

    fn loaded(&self) -> K {
        self.loaded.as_ref().map(|loaded| loaded.keys.clone()).unwrap_or_default()
    }

    /// A fetch begins.
    pub(crate) fn started(&mut self, now_ms: i64) {
        self.budget.spend(now_ms);
    }

    /// The fetch that began at `started_at_ms` brought keys.
    pub(crate) fn succeeded(&mut self, keys: K, started_at_ms: i64) {
        self.failed_at_ms = None;
        self.loaded = Some(Loaded { keys, fetched_at_ms: started_at_ms });
    }

    /// The fetch made for `kid` has ended: if it succeeded without that key, the key is absent.
    pub(crate) fn settle(&mut self, kid: &str, now_ms: i64) {
        let known = self.loaded.as_ref().is_some_and(|loaded| loaded.keys.has(kid));
        if self.failed_at_ms.is_none() && !known {
            self.absent.insert(kid, (), now_ms);
        }
    }

    /// The fetch failed.
    pub(crate) fn failed(&mut self, now_ms: i64) {
        self.failed_at_ms = Some(now_ms);
    }

    /// Forgets all, so that the next token causes a fetch.
    pub(crate) fn flush(&mut self) {
        *self = Self::new();
    }

    /// Age of the keys; without any, or with a clock that went back, older than everything.
    fn age_ms(&self, now_ms: i64) -> i64 {
        let age_ms = self.loaded.as_ref().map(|loaded| now_ms.saturating_sub(loaded.fetched_at_ms));
        age_ms.filter(|age_ms| *age_ms >= 0).unwrap_or(i64::MAX - 1)
    }

    /// Time until the next probe is due, if the last fetch has just failed.
    fn probe_wait_ms(&self, now_ms: i64) -> Option<i64> {
        let wait_ms = self.failed_at_ms?.saturating_add(PROBE_MS).saturating_sub(now_ms);
        (wait_ms > 0 && wait_ms <= PROBE_MS).then_some(wait_ms)
    }
}

/// A bucket of fetches, counted in milliseconds of refill.
#[derive(Debug)]
struct Budget {
    level_ms: i64,
    at_ms: i64,
}

impl Budget {
    fn full() -> Self {
        Self { level_ms: BUDGET * BUDGET_REFILL_MS, at_ms: i64::MIN }
    }

    fn level_ms(&self, now_ms: i64) -> i64 {
        let gained_ms = now_ms.saturating_sub(self.at_ms).max(0);
        self.level_ms.saturating_add(gained_ms).min(BUDGET * BUDGET_REFILL_MS)
    }

    fn allows(&self, now_ms: i64) -> bool {
        self.level_ms(now_ms) >= BUDGET_REFILL_MS
    }

    fn spend(&mut self, now_ms: i64) {
        self.level_ms = (self.level_ms(now_ms) - BUDGET_REFILL_MS).max(0);
        self.at_ms = now_ms;
    }
}

#[cfg(test)]
mod tests;
