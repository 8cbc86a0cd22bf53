//! A bounded memory of answers that are not worth asking for twice (unknown key ids, spent handshake nonces).

use std::collections::{HashMap, VecDeque};

/// Remembers values for a while; when full, the oldest entry makes room, so that a flood costs no memory.
#[derive(Debug)]
pub(crate) struct Memory<V> {
    entries: HashMap<String, Entry<V>>,
    order: VecDeque<String>,
    capacity: usize,
    lifetime_ms: i64,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    until_ms: i64,
}

impl<V> Memory<V> {
    /// `capacity` entries, each for `lifetime_ms` milliseconds.
    pub(crate) fn new(capacity: usize, lifetime_ms: i64) -> Self {
        Self { entries: HashMap::new(), order: VecDeque::new(), capacity, lifetime_ms }
    }

    /// What is remembered of `key`.
    pub(crate) fn get(&self, key: &str, now_ms: i64) -> Option<&V> {
        self.entries.get(key).filter(|entry| now_ms < entry.until_ms).map(|entry| &entry.value)
    }

    /// Remembers `value`, from now on for one lifetime.
    pub(crate) fn insert(&mut self, key: &str, value: V, now_ms: i64) {
        let entry = Entry { value, until_ms: now_ms.saturating_add(self.lifetime_ms) };
        if self.entries.insert(key.to_owned(), entry).is_none() {
            self.order.push_back(key.to_owned());
        }
        self.shrink();
    }

    /// Forgets it.
    pub(crate) fn remove(&mut self, key: &str) {
        if self.entries.remove(key).is_some()
            && let Some(place) = self.order.iter().rposition(|candidate| candidate == key)
        {
            self.order.remove(place);
        }
    }

    fn shrink(&mut self) {
        while self.order.len() > self.capacity {
            if let Some(oldest) = self.order.pop_front() {
                self.entries.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn entries_end_with_their_lifetime() {
        let mut memory = Memory::new(4, 100);
        memory.insert("a", 1, 0);
        assert_eq!(memory.get("a", 99), Some(&1));
        assert_eq!(memory.get("a", 100), None);
    }

    #[test]
    fn what_is_removed_leaves_no_place_behind() {
        let mut memory = Memory::new(2, 1_000);
        for _ in 0..3 {
            memory.insert("a", (), 0);
            memory.remove("a");
        }
        memory.insert("a", (), 0);
        memory.insert("b", (), 0);
        assert!(memory.get("a", 0).is_some() && memory.get("b", 0).is_some());
        assert_eq!(memory.order.len(), 2);
    }

    #[test]
    fn a_flood_pushes_the_oldest_out() {
        let mut memory = Memory::new(1_024, 1_000);
        for number in 0..10_000 {
            memory.insert(&number.to_string(), (), 0);
        }
        assert_eq!(memory.entries.len(), 1_024);
        assert_eq!(memory.order.len(), 1_024);
        assert!(memory.get("9999", 0).is_some());
        assert!(memory.get("0", 0).is_none());
    }
}
