//! A system whose second portion fails while the first is on its way.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use domain::{Project, Tenant};
use store::{Backed, Behind, StoreError, SystemStore};
use testkit::system::NoDatabase;
use tokio::sync::Notify;

#[derive(Default)]
pub(super) struct Failing {
    database: NoDatabase,
    begun: AtomicU32,
    failed: Notify,
}

impl Failing {
    /// How many portions were begun.
    pub(super) fn begun(&self) -> u32 {
        self.begun.load(Ordering::Relaxed)
    }
}

impl Backed for Failing {
    fn behind(&self) -> Behind<'_> {
        self.database.behind()
    }
}

#[async_trait]
impl SystemStore for Failing {
    async fn insert_projects(&self, _: &Tenant, _: &[Project]) -> Result<(), StoreError> {
        if self.begun.fetch_add(1, Ordering::Relaxed) == 0 {
            self.failed.notified().await;
            return Ok(());
        }
        self.failed.notify_one();
        Err(StoreError::unavailable("the second one fails"))
    }
}
