//! The texts that are sent to the database: those of [`crate::sql`], unless a test has something to prove.

#[cfg(test)]
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// Gives each statement its text.
#[derive(Clone, Default)]
pub(crate) struct Statements {
    #[cfg(test)]
    witness: Option<Arc<Witness>>,
}

#[cfg(not(test))]
impl Statements {
    /// The text to send.
    pub(crate) fn text(&self, statement: &'static str) -> &'static str {
        statement
    }
}

/// Remembers which statements were asked for, and has another text for one of them.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Witness {
    used: Mutex<BTreeSet<&'static str>>,
    mutant: Option<Mutant>,
}

/// A statement, and what is sent in its place.
#[cfg(test)]
#[derive(Clone, Copy)]
pub(crate) struct Mutant {
    pub(crate) original: &'static str,
    pub(crate) text: &'static str,
}

#[cfg(test)]
impl Witness {
    pub(crate) fn new(mutant: Option<Mutant>) -> Arc<Self> {
        Arc::new(Self { mutant, ..Self::default() })
    }

    /// The statements that were asked for.
    pub(crate) fn used(&self) -> BTreeSet<&'static str> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
impl Statements {
    pub(crate) fn seen_by(witness: &Arc<Witness>) -> Self {
        Self { witness: Some(witness.clone()) }
    }

    /// The text to send.
    pub(crate) fn text(&self, statement: &'static str) -> &'static str {
        let Some(witness) = &self.witness else { return statement };
        witness.used.lock().unwrap_or_else(PoisonError::into_inner).insert(statement);
        witness.mutant.filter(|mutant| mutant.original == statement).map_or(statement, |mutant| mutant.text)
    }
}
