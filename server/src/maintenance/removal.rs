//! `server db remove-tenant`: everything of an organization or a person that Clerk deleted.

use domain::Tenant;
use store::{Inbox, Removal, SystemStore, copy::ERASE};

const WHAT_TO_DO: &[&str] = &[
    // begin postgres
    ": set DATABASE_OWNER_URL to the same database as that role, and run this again",
    // end postgres
];

/// Removes it. A job that waits for this goes on.
pub(super) async fn run(system: &dyn SystemStore, inbox: &dyn Inbox, tenant: &str) -> anyhow::Result<String> {
    tenant_of(tenant).map_err(anyhow::Error::msg)?;
    let removal = system.remove_tenant(tenant).await?;
    if removal != Removal::NeedsOwner {
        inbox.retry_job(ERASE, tenant).await?;
    }
    match removal {
        Removal::Done => Ok(format!("Nothing of {tenant} is left.\n")),
        Removal::Unknown => Ok(format!("This database holds nothing of {tenant}.\n")),
        Removal::NeedsOwner => {
            anyhow::bail!("only the owner of the tables may remove an audit trail{}", WHAT_TO_DO.concat())
        }
    }
}

/// A tenant's id.
pub(super) fn tenant_of(id: &str) -> Result<Tenant, String> {
    let organization = id.parse().map(Tenant::Organization);
    organization
        .or_else(|_| id.parse().map(Tenant::Personal))
        .map_err(|_| format!("{id} is no tenant: org_… or user_…"))
}
