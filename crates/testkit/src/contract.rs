//! What every store adapter must do, as one suite for all of them: `testkit::store_contract!(open)` in an adapter's
//! test makes a test of each case. `open` gives an empty database that lives as long as what it returns.

mod cancellation;
mod concurrency;
mod deleting;
mod hostile;
mod instance;
mod isolation;
mod listing;
mod world;
mod writing;

use std::{any::Any, sync::Arc};

use anyhow::Result;
use store::{Clock, IdGenerator, ProjectStore, SystemStore};

pub use self::{
    cancellation::acknowledged_writes_survive_dropped_futures,
    concurrency::{creates_at_once_all_arrive, updates_at_once_are_never_lost},
    deleting::{the_creator_deletes_their_own, who_may_delete_deletes_any},
    hostile::{hostile_texts_come_back_as_they_went_in, mangled_cursors_are_refused},
    instance::{the_first_instance_keeps_the_database, the_store_answers_a_ping},
    isolation::{another_tenants_cursor_is_refused, another_tenants_projects_do_not_exist, equal_ids_stay_apart},
    listing::{limits_are_kept_within_bounds, pages_hold_every_project_once, pages_stand_while_rows_come_and_go},
    writing::{a_project_is_made_and_read, a_stale_update_is_a_conflict, an_update_counts_up},
};

/// An empty database and what keeps it alive.
pub struct Opened {
    /// The port under test.
    pub projects: Arc<dyn ProjectStore>,
    /// The same database, for the system.
    pub system: Arc<dyn SystemStore>,
    /// Dropped last: a temporary folder, a server.
    pub guard: Box<dyn Any + Send + Sync>,
}

/// Makes a database whose adapter uses this clock and these ids.
pub trait Open: AsyncFn(Arc<dyn Clock>, Arc<dyn IdGenerator>) -> Result<Opened> {}

impl<T: AsyncFn(Arc<dyn Clock>, Arc<dyn IdGenerator>) -> Result<Opened>> Open for T {}

/// A `#[tokio::test]` for each case of the contract, on databases made by the given [`Open`](contract::Open).
#[macro_export]
macro_rules! store_contract {
    ($open:path) => {
        $crate::store_contract! { $open:
            a_project_is_made_and_read
            an_update_counts_up
            a_stale_update_is_a_conflict
            who_may_delete_deletes_any
            the_creator_deletes_their_own
            pages_hold_every_project_once
            pages_stand_while_rows_come_and_go
            limits_are_kept_within_bounds
            another_tenants_projects_do_not_exist
            another_tenants_cursor_is_refused
            equal_ids_stay_apart
            hostile_texts_come_back_as_they_went_in
            mangled_cursors_are_refused
            creates_at_once_all_arrive
            updates_at_once_are_never_lost
            acknowledged_writes_survive_dropped_futures
            the_first_instance_keeps_the_database
            the_store_answers_a_ping
        }
    };
    ($open:path: $($case:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $case() -> anyhow::Result<()> {
            $crate::contract::$case($open).await
        }
    )*};
}
