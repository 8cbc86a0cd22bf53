//! Rows of every resource, made through the ports: so that what is shown of every table of a tenant's is shown of tables
//! with rows in them. A resource brings a file and its line below; a table that none of them fills fails a test.

mod projects;
mod tasks;
mod trail;

use anyhow::Result;
use domain::TenantScope;
use store::Store;

/// Makes the rows of every resource in one tenant.
///
/// # Errors
/// When one of them cannot be made.
pub async fn make(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    projects::sample(store, scope).await?;
    tasks::sample(store, scope).await?;
    trail::sample(store, scope).await
}
