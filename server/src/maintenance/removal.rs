//! `server db remove-tenant`: everything of an organization or a person that Clerk deleted.

use store::{Removal, SystemStore};

use super::seed::tenant_of;

const WHAT_TO_DO: &[&str] = &[
    // begin postgres
    ": set DATABASE_OWNER_URL to the same database as that role, and run this again",
    // end postgres
];

/// Removes it.
pub(super) async fn run(system: &dyn SystemStore, tenant: &str) -> anyhow::Result<String> {
    tenant_of(tenant).map_err(anyhow::Error::msg)?;
    match system.remove_tenant(tenant).await? {
        Removal::Done => Ok(format!("Nothing of {tenant} is left.\n")),
        Removal::Unknown => Ok(format!("This database holds nothing of {tenant}.\n")),
        Removal::NeedsOwner => {
            anyhow::bail!("only the owner of the tables may remove an audit trail{}", WHAT_TO_DO.concat())
        }
    }
}
