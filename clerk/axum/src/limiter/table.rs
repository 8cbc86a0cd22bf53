//! The bounded memory of a limiter: for each key, when its bucket will be full again.
//!
//! When every place is taken, a newcomer gets the place of the bucket that is nearest to full *and its debt*. So nothing
//! that was spent is ever forgiven: a flood of new keys brings nobody a fresh bucket, neither its own keys nor others',
//! and it costs a visitor something only when every single place is in debt.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use governor::{nanos::Nanos, state::StateStore};

/// The table.
pub(super) struct Table<K> {
    places: usize,
    entries: Mutex<Entries<K>>,
}

struct Entries<K> {
    full_at: HashMap<K, Nanos>,
    /// The same the other way round, for the bucket that is nearest to full.
    order: BTreeSet<(Nanos, K)>,
}

impl<K> Table<K> {
    /// An empty table of so many places.
    pub(super) fn new(places: usize) -> Self {
        Self { places, entries: Mutex::new(Entries { full_at: HashMap::new(), order: BTreeSet::new() }) }
    }
}

impl<K: Hash + Ord + Clone> Entries<K> {
    /// What is known of `key`; of a newcomer to a full table, what is known of the place it will take.
    fn debt(&self, key: &K, places: usize) -> Option<Nanos> {
        let known = self.full_at.get(key).copied();
        let is_full = self.full_at.len() >= places;
        known.or_else(|| self.order.first().filter(|_| is_full).map(|(full_at, _)| *full_at))
    }

    fn replace(&mut self, key: &K, full_at: Nanos, places: usize) {
        if let Some(former) = self.full_at.remove(key) {
            self.order.remove(&(former, key.clone()));
        } else if self.full_at.len() >= places
            && let Some((_, evicted)) = self.order.pop_first()
        {
            self.full_at.remove(&evicted);
        }
        self.full_at.insert(key.clone(), full_at);
        self.order.insert((full_at, key.clone()));
    }
}

impl<K: Hash + Ord + Clone> StateStore for Table<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let (outcome, full_at) = decide(entries.debt(key, self.places))?;
        entries.replace(key, full_at, self.places);
        Ok(outcome)
    }
}

#[cfg(test)]
impl<K> Table<K> {
    /// Keys remembered now.
    pub(super) fn len(&self) -> usize {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(entries.full_at.len(), entries.order.len());
        entries.full_at.len()
    }
}
