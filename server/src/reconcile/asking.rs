//! Asks Clerk while people use it too: call by call, not faster than Clerk allows, and with patience. Nobody waits for it.

use std::time::Duration;

use clerk_axum::{
    BackendError,
    backend::{Call, Page},
};
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::{Parts, RUNNING_MS};

/// Before each call: a development instance answers a hundred calls in ten seconds, and people need some of them.
pub(super) const PAUSE: Duration = Duration::from_millis(200);
/// How long is waited in all for one call that Clerk, or our own bounds, put off.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// What Clerk counts calls in.
const WINDOW: Duration = Duration::from_secs(10);
/// Entries of one answer, the most that Clerk gives.
pub(super) const PAGE: u64 = 500;

/// The name of the lease of whoever compares.
pub(super) const LEASE: &str = "reconcile";

impl Parts<'_> {
    /// What Clerk answers; `None`: it says that there is no such thing.
    pub(super) async fn ask<T>(&self, call: Call<T>) -> anyhow::Result<Option<T>>
    where
        T: DeserializeOwned + Send + 'static,
    {
        let mut waited = Duration::ZERO;
        loop {
            self.keep_going().await?;
            self.pace.wait(PAUSE).await;
            let error = match call.clone().await {
                Ok(found) => return Ok(Some(found)),
                Err(error) if error.is_resource_not_found() => return Ok(None),
                Err(error) => error,
            };
            let Some(pause) = put_off(&error).filter(|pause| waited + *pause <= PATIENCE) else {
                return Err(error.into());
            };
            self.pace.wait(pause).await;
            waited += pause;
        }
    }

    /// Another server may not begin meanwhile.
    async fn keep_going(&self) -> anyhow::Result<()> {
        let is_ours = self.system.lease(LEASE, self.holder, RUNNING_MS).await?;
        anyhow::ensure!(is_ours, "another process compares the copy with Clerk at this moment");
        Ok(())
    }
}

/// For how long, where it was only put off: by our own bounds, or because Clerk was asked too often.
fn put_off(error: &BackendError) -> Option<Duration> {
    let is_limit = error.answer().is_some_and(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS);
    let asked_for = error.retry_after().filter(|_| error.is_temporary());
    asked_for.or_else(|| is_limit.then_some(WINDOW)).map(|pause| pause.max(PAUSE))
}

/// Whether nothing stands behind a page that begins there.
pub(super) fn is_last<T>(page: &Page<T>, offset: u64) -> bool {
    let got = u64::try_from(page.data.len()).unwrap_or(u64::MAX);
    got == 0 || page.total_count.map_or(got < PAGE, |total| offset.saturating_add(got) >= total)
}
