//! The names of a tenant's people, asked of Clerk and kept for a minute: a page must not wait for another service.
//!
//! One question at a time for each tenant, in a task of its own, so that its answer is kept even if nobody waited for it.
//! Whoever needs the names waits a second at most; then, or when Clerk fails, they get the last list known, or an empty
//! one, and Clerk is left alone for a while.

mod clerk;
mod lists;
#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::server::members::MemberDirectory;
use async_trait::async_trait;
use clerk_axum::BackendClient;
use domain::Clock;
use domain::{Member, Tenant, TenantScope};
use tokio::sync::watch;
use tracing::Instrument;

use self::lists::{Lists, Turn};

/// How long a page waits for Clerk.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// The directory.
pub(crate) struct ClerkMembers(Arc<Inner>);

struct Inner {
    backend: BackendClient,
    clock: Arc<dyn Clock>,
    patience: Duration,
    lists: Mutex<Lists>,
}

impl ClerkMembers {
    /// A directory that knows nobody yet.
    pub(crate) fn new(backend: BackendClient, clock: Arc<dyn Clock>, patience: Duration) -> Self {
        Self(Arc::new(Inner { backend, clock, patience, lists: Mutex::default() }))
    }
}

#[async_trait]
impl MemberDirectory for ClerkMembers {
    async fn members(&self, scope: &TenantScope) -> Vec<Member> {
        let Self(inner) = self;
        if let Some(mut answer) = inner.answer_for(scope.tenant()) {
            // The sender goes with its task, which ends the wait with an error: that too means there was an answer.
            let waited = tokio::time::timeout(inner.patience, answer.changed()).await;
            if waited.is_err() {
                inner.lists().pause(inner.clock.monotonic_ms());
            }
        }
        inner.lists().known(scope.tenant().id())
    }
}

impl Inner {
    /// The answer to wait for: to a question that is on its way, or to a new one. `None`: there is nothing to wait for.
    fn answer_for(self: &Arc<Self>, tenant: &Tenant) -> Option<watch::Receiver<()>> {
        let (answered, answer) = watch::channel(());
        match self.lists().turn(tenant.id(), &answer, self.clock.monotonic_ms()) {
            Turn::Known => None,
            Turn::Wait(answer) => Some(answer),
            Turn::Ask => {
                let (inner, tenant) = (Arc::clone(self), tenant.clone());
                let ask = async move {
                    inner.ask(&tenant).await;
                    drop(answered);
                };
                tokio::spawn(ask.in_current_span());
                Some(answer)
            }
        }
    }

    async fn ask(&self, tenant: &Tenant) {
        let answer = clerk::people_of(&self.backend, tenant).await;
        let now = self.clock.monotonic_ms();
        match answer {
            Ok(members) => self.lists().learn(tenant.id(), members, now),
            Err(error) => {
                let tenant = tenant.id();
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    tenant,
                    "Clerk does not tell who the members are"
                );
                self.lists().give_up(tenant, clerk::is_outage(&error), now);
            }
        }
    }

    fn lists(&self) -> MutexGuard<'_, Lists> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
