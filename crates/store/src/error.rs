//! What can go wrong in a database, in the app's words.

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// An error of a port method. Foreign error texts stay inside, for the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A cursor that this list did not make for this tenant. The request is at fault.
    #[error("the page cursor is not valid")]
    InvalidCursor,
    /// The database cannot be reached, is locked, full or out of connections; worth another try. Nothing was changed, unless
    /// the connection was lost while it committed: then the change may have been made, and a version check tells.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] Cause),
    /// Anything else: a defect here or a damaged database.
    #[error("the database failed: {0}")]
    Internal(#[source] Cause),
}

/// What a passing failure means, before the database's own words.
#[derive(Debug, thiserror::Error)]
#[error("{meaning}: {source}")]
struct Passing {
    meaning: &'static str,
    source: Cause,
}

impl StoreError {
    /// Wraps a failure of the driver: where it has a meaning, another try may well succeed.
    pub fn of_driver(meaning: Option<&'static str>, source: impl Into<Cause>) -> Self {
        match meaning {
            Some(meaning) => Self::unavailable(Passing { meaning, source: source.into() }),
            None => Self::internal(source),
        }
    }

    /// Wraps what kept the database from answering.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// Wraps what should not have happened.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }
}
