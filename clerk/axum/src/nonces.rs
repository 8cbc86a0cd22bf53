//! Handshake nonces that have been looked up: each once, because Clerk answers each once and an attacker's are many.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::memory::Memory;

/// How many are remembered, and for how long (milliseconds). Clerk's live for a minute.
const NONCES: usize = 4_096;
const NONCE_MS: i64 = 600_000;

/// The nonces that are being looked up or are spent.
#[derive(Debug)]
pub(crate) struct Nonces(Mutex<Memory<()>>);

impl Nonces {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Memory::new(NONCES, NONCE_MS)))
    }

    /// The right to look this one up; `None` where somebody has it or it is spent.
    pub(crate) fn claim<'a>(&'a self, nonce: &'a str, now_ms: i64) -> Option<Claim<'a>> {
        let mut nonces = self.lock();
        if nonces.get(nonce, now_ms).is_some() {
            return None;
        }
        nonces.insert(nonce, (), now_ms);
        Some(Claim { nonces: self, nonce, is_spent: false })
    }

    fn lock(&self) -> MutexGuard<'_, Memory<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A look-up in progress. Dropped without [`spend`](Self::spend) – Clerk had no answer, nobody waits for it any more – the
/// nonce may be looked up again: the visitor's reload brings the same one.
#[derive(Debug)]
pub(crate) struct Claim<'a> {
    nonces: &'a Nonces,
    nonce: &'a str,
    is_spent: bool,
}

impl Claim<'_> {
    /// Clerk has answered for good.
    pub(crate) fn spend(mut self) {
        self.is_spent = true;
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        if !self.is_spent {
            self.nonces.lock().remove(self.nonce);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NONCE_MS, Nonces};

    #[test]
    fn a_nonce_is_claimed_once_at_a_time_and_spent_by_an_answer() {
        let nonces = Nonces::new();
        let claim = nonces.claim("a", 0);
        assert!(claim.is_some() && nonces.claim("a", 0).is_none() && nonces.claim("b", 0).is_some());
        drop(claim);
        if let Some(claim) = nonces.claim("a", 0) {
            claim.spend();
        }
        assert!(nonces.claim("a", NONCE_MS - 1).is_none());
        assert!(nonces.claim("a", NONCE_MS).is_some());
    }
}
