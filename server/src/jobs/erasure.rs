//! Erases what is left of a person or an organization that Clerk said is gone. Access ended when it was said; this is for
//! good, so it waits, and Clerk is asked first: one forged or mistaken event must not cost a customer's data.

use async_trait::async_trait;
use clerk_axum::{BackendClient, BackendError};
use domain::Clock;
use serde::Deserialize;
use store::{Removal, queue::Job};

use super::inbox::{NotDone, Workers};

/// How long after Clerk could not be asked it is asked again.
const ASKED_AGAIN_AFTER_MS: i64 = 60_000;
/// Tenants looked up at once.
const TENANTS: u32 = 500;

/// Who is asked, and how long it waits.
pub(crate) struct Erasure {
    /// Clerk.
    pub(crate) clerk: Box<dyn Directory>,
    /// `CLERK_ERASE_AFTER_HOURS`, in milliseconds.
    pub(crate) after_ms: i64,
}

/// Clerk, asked whether somebody or something is still there.
#[async_trait]
pub(crate) trait Directory: Send + Sync {
    /// Whether Clerk says that there is none of this id.
    ///
    /// # Errors
    /// When it does not say.
    async fn is_gone(&self, id: &str) -> Result<bool, BackendError>;
}

#[async_trait]
impl Directory for BackendClient {
    async fn is_gone(&self, id: &str) -> Result<bool, BackendError> {
        let found = if id.starts_with("org_") {
            self.organizations().get(id).await.map(drop)
        } else {
            self.users().get(id).await.map(drop)
        };
        match found {
            Ok(()) => Ok(false),
            Err(error) if error.is_resource_not_found() => Ok(true),
            Err(error) => Err(error),
        }
    }
}

#[derive(Deserialize)]
struct Payload {
    address: Option<String>,
    since: i64,
}

pub(super) async fn erase(workers: &Workers, job: &Job) -> Result<(), NotDone> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(|_| NotDone::Hopeless("unreadable"))?;
    let due = payload.since.saturating_add(workers.erasure.after_ms);
    if workers.clock.now_ms() < due {
        return Err(NotDone::Early(due));
    }
    match workers.erasure.clerk.is_gone(&job.key).await {
        Ok(true) => {}
        Ok(false) => return take_back(workers, job).await,
        Err(error) if error.is_temporary() => {
            tracing::debug!(error = &error as &dyn std::error::Error, "Clerk was not asked");
            return Err(NotDone::Early(workers.clock.now_ms().saturating_add(ASKED_AGAIN_AFTER_MS)));
        }
        Err(_) => return Err(NotDone::Hopeless("Clerk does not answer to this: are the keys another instance's?")),
    }
    if let Some(address) = &payload.address {
        forget(workers, address).await?;
    }
    if workers.system.remove_tenant(&job.key).await? == Removal::NeedsOwner {
        return Err(NotDone::Hopeless("only the owner of the tables may: run `server db remove-tenant` as that role"));
    }
    workers.inbox.end_job(job).await?;
    tracing::info!(tenant = job.key, "erased what was left");
    Ok(())
}

/// It was said by mistake, or by somebody else. Whoever has lost access has it again with their next change.
async fn take_back(workers: &Workers, job: &Job) -> Result<(), NotDone> {
    workers.inbox.lift_tombstone(&job.key).await?;
    workers.inbox.end_job(job).await?;
    tracing::warn!(target: "security", id = job.key, "Clerk says that what was to be erased is still there: it is let in again");
    Ok(())
}

/// Organizations may have invited the address of whoever is gone.
async fn forget(workers: &Workers, address: &str) -> Result<(), NotDone> {
    let mut after = String::new();
    loop {
        let tenants = workers.system.tenants(Some(&after), TENANTS).await?;
        let Some(last) = tenants.last() else { return Ok(()) };
        after.clone_from(&last.id);
        for tenant in tenants.iter().filter(|tenant| tenant.id.starts_with("org_")) {
            while workers.inbox.forget_address(&tenant.id, address).await? > 0 {}
        }
    }
}
