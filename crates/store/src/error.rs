//! What can go wrong in a database, in the app's words.

/// An error of a port method. Foreign error texts stay inside, for the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A cursor that this list did not make.
    #[error("the page cursor is not valid")]
    InvalidCursor,
    /// The database cannot be reached, is locked or out of connections; worth another try.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Anything else.
    #[error("the database failed: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}
