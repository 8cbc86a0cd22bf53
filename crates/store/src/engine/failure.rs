//! Why a statement or a unit of work came to no outcome, in words that are the same for every engine.

use crate::StoreError;

/// A failure, and what may be done about it.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    #[source]
    error: StoreError,
    refusal: Option<Rejection>,
    may_be_repeated: bool,
    loses_the_connection: bool,
}

/// What the database refused, of the things a unit of work can answer for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Another row has this key: the constraint's name, or its columns where the engine names those.
    Taken(String),
    /// Another row still refers to what was to go.
    ReferredTo,
    /// The role may not do it.
    Forbidden,
}

impl Failure {
    /// A failure that another attempt would meet again, on a connection that is well.
    pub fn new(error: StoreError) -> Self {
        Self { error, refusal: None, may_be_repeated: false, loses_the_connection: false }
    }

    /// It is one that a unit of work may expect.
    #[must_use]
    pub fn as_refusal(self, refusal: Option<Rejection>) -> Self {
        Self { refusal, ..self }
    }

    /// Whether nothing was done and another attempt may well succeed, at once.
    #[must_use]
    pub fn repeatable(self, may_be_repeated: bool) -> Self {
        Self { may_be_repeated, ..self }
    }

    /// Whether the connection is of no more use.
    #[must_use]
    pub fn losing_the_connection(self, loses_the_connection: bool) -> Self {
        Self { loses_the_connection, ..self }
    }

    /// What should not have happened.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(StoreError::internal(cause))
    }

    /// The server took the work and fell silent.
    pub fn no_answer() -> Self {
        let words = "the database did not answer in time; a change may have been made or not";
        Self::new(StoreError::unavailable(words)).losing_the_connection(true)
    }

    /// Whether nothing was done and another attempt may well succeed.
    pub fn may_be_repeated(&self) -> bool {
        self.may_be_repeated
    }

    /// Whether the connection is of no more use.
    pub fn loses_the_connection(&self) -> bool {
        self.loses_the_connection
    }

    /// Whether it is this refusal.
    pub fn is(&self, refusal: &Rejection) -> bool {
        self.refusal.as_ref() == Some(refusal)
    }

    /// Whether another row has the key, which goes by one of these names.
    pub fn is_of_key(&self, names: &[&str]) -> bool {
        matches!(&self.refusal, Some(Rejection::Taken(name)) if names.contains(&name.as_str()))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}
