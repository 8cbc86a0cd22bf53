//! What the app asks of a database: the ports, the units of work behind them, their statements. No driver here: what a
//! database is to them is an [`engine::Engine`], which each adapter implements.
//!
//! Every call for tenant data takes a [`domain::Grant`] (auditing a refusal takes a [`domain::TenantScope`]); work of the
//! system itself goes through [`SystemStore`]. Nobody else reaches a unit of work: [`Data`] gives its engine to none.
//!
//! A write that was answered with `Ok` is durable, and its audit entry was written with it. A caller that goes away while
//! it waits (a dropped future) leaves the write either wholly done or not done at all. Every method may answer
//! [`StoreError::Unavailable`] and [`StoreError::Internal`].

mod audit;
pub mod copy;
pub mod cursor;
mod data;
pub mod engine;
mod error;
pub mod fixture;
mod ids;
mod invoices;
pub mod listing;
pub mod members;
pub mod plain;
// begin examples
mod projects;
// end examples
pub mod queue;
mod resource;
mod schema;
// begin examples
pub mod search;
// end examples
pub mod sql;
mod system;
// begin examples
mod tasks;
// end examples
mod tenants;
#[cfg(feature = "fixture")]
pub mod things;
pub mod unit;
pub mod webhooks;

pub use audit::{AuditStore, canonical};
pub use copy::CopyStore;
pub use data::{Backed, Behind, Data};
pub use error::StoreError;
pub use ids::{IdGenerator, TimeOrderedIds};
pub use plain::Update;
// begin examples
pub use projects::{Create, DeleteBy, ProjectQuota, ProjectStore};
// end examples
pub use invoices::InvoiceStore;
pub use members::MemberStore;
pub use queue::JobStore;
pub use schema::{Migration, MigrationState, Schema, TooNew, Verdict};
pub use sql::Sql;
pub use system::{ADDRESSES_MAX, Finding, Keeping, Level, Removal, SystemStore, TenantRecord};
// begin examples
pub use system::{RENEWAL, RENEWAL_MS, Renewal};
pub use tasks::{NewTaskOutcome, TaskStore};
// end examples
pub use webhooks::WebhookStore;

use self::resource::Resource;

macro_rules! resources {
    ($($module:ident: $port:ident),+ $(,)?) => {
        /// Everything that the app asks of a database, in one value.
        pub trait Store: fixture::Port + CopyStore + MemberStore $(+ $port)+ {}

        impl<S: fixture::Port + CopyStore + MemberStore $(+ $port)+> Store for S {}

        pub(crate) const RESOURCES: &[Resource] = &[
            #[cfg(feature = "fixture")]
            things::RESOURCE,
            copy::ORGANIZATIONS,
            copy::MEMBERSHIPS,
            copy::INVITATIONS,
            members::RESOURCE,
            $($module::RESOURCE),+
        ];
    };
}

/// What takes in what Clerk says and keeps the copy of it, and the queue of what is to be done. For the system's work.
pub trait Inbox: JobStore + WebhookStore + CopyStore {}

impl<S: JobStore + WebhookStore + CopyStore> Inbox for S {}

// A resource is a line here: its module and its port. The rows of a removed tenant go in this order.
resources! {
    // begin examples
    projects: ProjectStore,
    tasks: TaskStore,
    // end examples
    invoices: InvoiceStore,
    audit: AuditStore,
}
