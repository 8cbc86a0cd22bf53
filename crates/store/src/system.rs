//! Work of the system itself, without a person. Only `server` names this port.

use async_trait::async_trait;

use crate::StoreError;

/// The system's own calls.
#[async_trait]
pub trait SystemStore: Send + Sync {
    /// Remembers the Clerk instance (issuer) that the rows belong to, if none is remembered yet; returns the remembered
    /// one. When that is not `issuer`, the rows belong to another instance's people: the server must not start.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database.
    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError>;

    /// A cheap query, for readiness.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database.
    async fn ping(&self) -> Result<(), StoreError>;
}
