//! What every store adapter must do, as one suite for all of them: `testkit::store_contract!(open)` in an adapter's
//! test makes a test of each case. `open` gives an empty database that lives as long as what it returns.
//!
//! Each file says which cases it has; here is the list of the files.

/// The cases of a file, by their names. Those under `isolation` are tried again with each of their
/// statements robbed of its tenant: they show that tenants are isolated, or use a statement that those have no use for.
macro_rules! cases {
    ($dollar:tt $module:ident { $($case:ident),* $(,)? } $(isolation { $($isolating:ident),+ $(,)? })?) => {
        /// Those of this file that are tried without their tenant.
        pub const ISOLATION: &[&str] = &[$($(concat!(stringify!($module), "::", stringify!($isolating))),+)?];

        /// Runs one of [`ISOLATION`].
        ///
        /// # Errors
        /// When the case fails, or is none of them.
        pub async fn isolation_case(name: &str, open: impl $crate::contract::Open) -> anyhow::Result<()> {
            match name {
                $($(concat!(stringify!($module), "::", stringify!($isolating)) => $isolating(open).await,)+)?
                other => {
                    drop(open);
                    anyhow::bail!("{other} is no isolation case")
                }
            }
        }

        /// A test of each case of the file, on databases made by the given `Open`.
        #[macro_export]
        macro_rules! $module {
            ($dollar open:path) => {
                mod $module {
                    use super::*;

                    $(
                        #[tokio::test(flavor = "multi_thread")]
                        async fn $case() -> anyhow::Result<()> {
                            $crate::contract::$module::$case($dollar open).await
                        }
                    )*
                    $($(
                        #[tokio::test(flavor = "multi_thread")]
                        async fn $isolating() -> anyhow::Result<()> {
                            $crate::contract::$module::$isolating($dollar open).await
                        }
                    )+)?
                }
            };
        }
    };
}
pub(crate) use cases;

/// The files with cases.
macro_rules! contract {
    ($dollar:tt $($module:ident),+ $(,)?) => {
        /// The isolation cases of all files.
        pub fn isolation() -> Vec<&'static str> {
            [$($module::ISOLATION),+].concat()
        }

        /// Runs one of [`isolation`].
        ///
        /// # Errors
        /// When the case fails, or is none of them.
        pub async fn isolation_case(name: &str, open: impl Open) -> Result<()> {
            match name.split_once("::").map_or(name, |(module, _)| module) {
                $(stringify!($module) => $module::isolation_case(name, open).await,)+
                other => anyhow::bail!("{other} has no cases"),
            }
        }

        /// A `#[tokio::test]` for each case of the contract, on databases made by the given [`Open`](contract::Open).
        #[macro_export]
        macro_rules! store_contract {
            ($dollar open:path) => {
                $($crate::$module! { $dollar open })+
            };
        }
    };
}

pub mod addresses;
pub mod audit_pages;
pub mod copying;
pub mod every_order;
pub mod instance;
pub mod invoices;
pub mod jobs;
pub mod members;
mod patience;
pub mod refusals;
pub mod registry;
pub mod things;
pub mod trimming;
pub mod webhooks;
mod world;

// begin examples
pub mod audit;
pub mod cancellation;
pub mod concurrency;
pub mod cursors;
pub mod deleting;
pub mod equal_ids;
pub mod hostile;
pub mod inserting;
pub mod isolation;
pub mod keys;
pub mod keys_at_once;
pub mod listing;
pub mod purging;
pub mod quotas;
pub mod removing;
pub mod renewing;
pub mod search;
pub mod search_plans;
pub mod search_rule;
pub mod task_order;
pub mod task_pages;
pub mod tasks;
pub mod tasks_at_once;
pub mod writing;
// end examples

use std::{any::Any, sync::Arc};

use anyhow::Result;
use async_trait::async_trait;
use domain::{Clock, TenantScope};
use store::{Data, IdGenerator, Store, SystemStore};

use crate::samples;

/// An empty database and what keeps it alive.
pub struct Opened {
    /// The ports of all resources.
    pub store: Arc<dyn Store>,
    /// The same, to be given other bounds.
    pub data: Data,
    /// The system's own calls, with every right that they may need.
    pub system: Arc<dyn SystemStore>,
    /// The same database.
    pub raw: Arc<dyn Raw>,
    /// Dropped last: a temporary folder, a server.
    pub guard: Box<dyn Any + Send + Sync>,
}

/// The database behind the ports, for what no port does.
#[async_trait]
pub trait Raw: Send + Sync {
    /// Runs a statement that is the same on every database, held by nothing.
    async fn run(&self, statement: &'static str) -> Result<()>;
}

/// Makes a database whose adapter uses this clock and these ids.
pub trait Open: AsyncFn(Arc<dyn Clock>, Arc<dyn IdGenerator>) -> Result<Opened> {}

impl<T: AsyncFn(Arc<dyn Clock>, Arc<dyn IdGenerator>) -> Result<Opened>> Open for T {}

contract! { $
    // begin examples
    writing,
    keys,
    keys_at_once,
    deleting,
    purging,
    quotas,
    listing,
    cursors,
    search,
    search_rule,
    search_plans,
    tasks,
    task_order,
    task_pages,
    tasks_at_once,
    audit,
    isolation,
    equal_ids,
    hostile,
    concurrency,
    cancellation,
    removing,
    renewing,
    inserting,
    // end examples
    invoices,
    things,
    refusals,
    audit_pages,
    trimming,
    addresses,
    registry,
    instance,
    jobs,
    webhooks,
    copying,
    every_order,
    members,
}

/// What the checks of the tables of plain resources refuse: a table, and what its rows may not be changed to.
pub(crate) const BROKEN: &[(&str, &[&str])] = &[("invoices", invoices::BROKEN), ("things", samples::things::BROKEN)];

/// Makes the rows of every resource in one tenant, through its port: what is shown of every table of a tenant's is shown of
/// tables with rows in them. A table that none of them fills fails a test.
///
/// # Errors
/// When one of them cannot be made.
pub async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    // begin examples
    samples::projects::sample(store, scope).await?;
    samples::tasks::sample(store, scope).await?;
    // end examples
    samples::things::sample(store, scope).await?;
    invoices::sample(store, scope).await?;
    samples::copy::sample(store, scope).await?;
    samples::trail::sample(store, scope).await
}

#[cfg(test)]
mod tests;
