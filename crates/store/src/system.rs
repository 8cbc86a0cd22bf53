//! Work of the system itself, without a person. Only `server` names this port.

use async_trait::async_trait;

use crate::StoreError;

/// The system's own calls.
#[async_trait]
pub trait SystemStore: Send + Sync {
    /// Remembers the Clerk instance (issuer) that the rows belong to, or returns the one remembered before.
    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError>;

    /// A cheap query, for readiness.
    async fn ping(&self) -> Result<(), StoreError>;
}
