//! Erases what is left of a person or an organization that Clerk said is gone. Access ended when it was said; this is for
//! good, so it waits, and Clerk is asked first: one forged or mistaken event must not cost a customer's data.

use async_trait::async_trait;
use clerk_axum::{BackendClient, BackendError};
use domain::{Clock, UserId};
use serde::{Deserialize, Serialize};
use store::{Removal, StoreError, copy::Applied, queue::Job};

use super::inbox::{NotDone, Workers, read};

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

#[derive(Deserialize, Serialize)]
struct Payload {
    /// Of a person, until nothing else has it any more.
    address: Option<String>,
    since: i64,
    /// Whether the memberships of a person are gone.
    #[serde(default)]
    has_left: bool,
}

pub(super) async fn erase(workers: &Workers, job: &Job) -> Result<(), NotDone> {
    let mut payload: Payload = read(job)?;
    if let (Ok(person), false) = (job.key.parse::<UserId>(), payload.has_left) {
        leave(workers, &person).await?;
        payload.has_left = true;
        rewrite(workers, job, &payload).await?;
    }
    let due = payload.since.saturating_add(workers.erasure.after_ms);
    if workers.clock.now_ms() < due {
        return Err(NotDone::Early(due));
    }
    let asked_at = workers.clock.now_ms();
    match workers.erasure.clerk.is_gone(&job.key).await {
        Ok(true) => {}
        Ok(false) => return take_back(workers, job, asked_at).await,
        Err(error) if error.is_temporary() => {
            tracing::debug!(error = &error as &dyn std::error::Error, "Clerk was not asked");
            return Err(NotDone::Early(workers.clock.now_ms().saturating_add(ASKED_AGAIN_AFTER_MS)));
        }
        Err(_) => return Err(NotDone::Hopeless("Clerk does not answer to this: are the keys another instance's?")),
    }
    if let Ok(person) = job.key.parse() {
        forget(workers, &person, payload.address.as_deref()).await?;
        payload.address = None;
        rewrite(workers, job, &payload).await?;
    }
    if workers.system.remove_tenant(&job.key).await? == Removal::NeedsOwner {
        return Err(NotDone::Hopeless("only the owner of the tables may: run `server db remove-tenant` as that role"));
    }
    workers.inbox.end_job(job).await?;
    tracing::info!(tenant = job.key, "erased what was left");
    Ok(())
}

/// It was said by mistake, or by somebody else. Whoever has lost access has it again with their next change.
async fn take_back(workers: &Workers, job: &Job, asked_at: i64) -> Result<(), NotDone> {
    // Where the end of it was told meanwhile, the job stays, and Clerk is asked again when its time here is over.
    if workers.inbox.take_back(job, asked_at).await? == Applied::Lost {
        return Ok(());
    }
    tracing::warn!(target: "security", id = job.key, "Clerk says that what was to be erased is still there: it is let in again");
    Ok(())
}

/// Whoever is gone is a member nowhere, which does not wait: others are counted by these rows. Should they be there after
/// all, Clerk says so of each.
async fn leave(workers: &Workers, person: &UserId) -> Result<(), NotDone> {
    let mut organizations = Organizations::of(workers);
    while let Some(organization) = organizations.next().await? {
        workers.inbox.forget_memberships(&organization, person.as_str()).await?;
    }
    Ok(())
}

/// What waits to be applied may name whoever is gone, and organizations may have invited their address.
async fn forget(workers: &Workers, person: &UserId, address: Option<&str>) -> Result<(), NotDone> {
    workers.inbox.forget_names(person, address).await?;
    let Some(address) = address else { return Ok(()) };
    let mut organizations = Organizations::of(workers);
    while let Some(organization) = organizations.next().await? {
        while workers.inbox.forget_address(&organization, address).await? > 0 {}
    }
    Ok(())
}

/// For the next attempt.
async fn rewrite(workers: &Workers, job: &Job, payload: &Payload) -> Result<(), NotDone> {
    let payload = serde_json::to_string(payload).map_err(|error| NotDone::Failed(error.to_string()))?;
    workers.inbox.rewrite_job(job, &payload).await?;
    Ok(())
}

/// All of them by id, page by page.
struct Organizations<'w> {
    workers: &'w Workers,
    page: std::vec::IntoIter<String>,
    after: Option<String>,
}

impl<'w> Organizations<'w> {
    fn of(workers: &'w Workers) -> Self {
        Self { workers, page: Vec::new().into_iter(), after: Some(String::new()) }
    }

    async fn next(&mut self) -> Result<Option<String>, StoreError> {
        loop {
            if let Some(id) = self.page.next() {
                return Ok(Some(id));
            }
            let Some(after) = &self.after else { return Ok(None) };
            let tenants = self.workers.system.tenants(Some(after), TENANTS).await?;
            self.after = tenants.last().map(|tenant| tenant.id.clone());
            let ids = tenants.into_iter().map(|tenant| tenant.id).filter(|id| id.starts_with("org_"));
            self.page = ids.collect::<Vec<_>>().into_iter();
        }
    }
}
