//! The one source of randomness: ids, codes, salts. Seeded in tests, so that they repeat.

use std::sync::{Mutex, PoisonError};

use rand::{RngExt, rngs::StdRng};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ADJECTIVES: [&str; 16] = [
    "amber", "brave", "calm", "clear", "crisp", "early", "fresh", "gentle", "golden", "keen", "lively", "mellow",
    "proud", "quiet", "sunny", "warm",
];
const ANIMALS: [&str; 16] = [
    "badger", "beetle", "crane", "dolphin", "falcon", "ferret", "gecko", "heron", "lynx", "marten", "otter", "puffin",
    "raven", "robin", "stork", "tapir",
];

/// A random number generator behind a shared reference.
#[derive(Debug)]
pub(crate) struct Random(Mutex<StdRng>);

impl Random {
    pub(crate) fn new(generator: StdRng) -> Self {
        Self(Mutex::new(generator))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Letters and digits.
    pub(crate) fn text(&self, length: usize) -> String {
        self.with(|generator| {
            (0..length)
                .filter_map(|_| ALPHABET.get(generator.random_range(0..ALPHABET.len())))
                .map(|byte| char::from(*byte))
                .collect()
        })
    }

    /// An id as Clerk makes them: `user_` and 27 letters and digits.
    pub(crate) fn id(&self, prefix: &str) -> String {
        format!("{prefix}_{}", self.text(27))
    }

    /// A code of six digits.
    pub(crate) fn code(&self) -> String {
        format!("{:06}", self.with(|generator| generator.random_range(0..1_000_000_u32)))
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        self.with(RngExt::random)
    }

    /// A host as development instances have: `word-word-NN.clerk.accounts.dev`.
    pub(crate) fn frontend_host(&self) -> String {
        let (adjective, animal, number) = self.with(|generator| {
            (
                ADJECTIVES.get(generator.random_range(0..ADJECTIVES.len())).copied().unwrap_or("local"),
                ANIMALS.get(generator.random_range(0..ANIMALS.len())).copied().unwrap_or("clerk"),
                generator.random_range(10..100_u32),
            )
        });
        format!("{adjective}-{animal}-{number}.clerk.accounts.dev")
    }
}
