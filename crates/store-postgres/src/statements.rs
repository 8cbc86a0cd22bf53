//! The texts that are sent to the database: those of [`crate::sql`], unless a test has something to prove.

#[cfg(test)]
use std::sync::Arc;

/// Gives each statement its text.
#[derive(Clone, Default)]
pub(crate) struct Statements {
    #[cfg(test)]
    pub(crate) witness: Option<Arc<testkit::witness::Witness>>,
}

impl Statements {
    /// The text to send.
    pub(crate) fn text(&self, statement: &'static str) -> &'static str {
        #[cfg(test)]
        if let Some(witness) = &self.witness {
            return witness.text(statement);
        }
        statement
    }
}
