//! The database, opened by its URL. The rest of the server knows only its ports, whichever database it is.

mod adapter;
// begin postgres
mod postgres;
// end postgres
// begin sqlite
mod sqlite;
// end sqlite

use std::sync::Arc;

use anyhow::Context;
use domain::Clock;
use store::{Data, Inbox, Keeping, Level, Store, StoreError, SystemStore, TimeOrderedIds};

pub(crate) use self::adapter::{ADAPTERS, Adapter, examples, of};
// begin postgres
pub(crate) use self::postgres::Postgres;
// end postgres
use crate::config::{BuildKind, Database};

/// One open database.
#[derive(Clone)]
pub(crate) struct Ports {
    /// What people work with.
    pub(crate) store: Arc<dyn Store>,
    /// The system's own work.
    pub(crate) system: Arc<dyn SystemStore>,
    /// What Clerk tells, and what is to be done.
    pub(crate) inbox: Arc<dyn Inbox>,
}

impl Ports {
    /// The ports of an adapter's data.
    pub(crate) fn of(data: Data) -> Self {
        let store = Arc::new(data);
        Self { store: store.clone(), system: store.clone(), inbox: store }
    }
}

/// Opens the database, makes it where it is a file that is missing, and brings its schema up to date.
///
/// # Errors
/// When it cannot be opened, in words that say what to do.
pub(crate) async fn open(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Ports> {
    let data = database.adapter.open(database, clock).await.with_context(|| did_not_open(database))?;
    // begin examples
    let data = data.with_quota(database.quota);
    // end examples
    Ok(Ports::of(data))
}

/// Opens the database as it is: for looking at it.
///
/// # Errors
/// When there is none, or it cannot be opened.
pub(crate) async fn look(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Ports> {
    database.adapter.look(database, clock).await.map(Ports::of).with_context(|| did_not_open(database))
}

fn did_not_open(database: &Database) -> String {
    format!("the {} database did not open (DATABASE_URL)", database.adapter.name())
}

fn ids(clock: &Arc<dyn Clock>) -> Arc<TimeOrderedIds> {
    Arc::new(TimeOrderedIds::new(Arc::clone(clock)))
}

/// [`open`], for answering the world: a release build refuses where nothing but our own statements would keep tenants
/// apart, before anything is changed there.
///
/// # Errors
/// As [`open`], and when the database's guarantees do not hold.
pub(crate) async fn open_to_serve(
    database: &Database,
    clock: Arc<dyn Clock>,
    build: BuildKind,
) -> anyhow::Result<Ports> {
    if build == BuildKind::Debug || !database.adapter.must_prove_itself(database) {
        return open(database, clock).await;
    }
    let looked = look(database, Arc::clone(&clock)).await?;
    let safe = must_be_safe(&*looked.system).await;
    looked.system.close().await;
    safe?;
    let ports = open(database, clock).await?;
    // The schema may have come into being, and then it has an owner.
    if let Err(error) = must_be_safe(&*ports.system).await {
        ports.system.close().await;
        return Err(error);
    }
    Ok(ports)
}

async fn must_be_safe(system: &dyn SystemStore) -> anyhow::Result<()> {
    let findings = system.findings().await.context("the database did not open (DATABASE_URL)")?;
    let unsafe_ones = findings.iter().filter(|finding| finding.level == Level::Unsafe);
    let words: Vec<&str> = unsafe_ones.map(|finding| finding.text.as_str()).collect();
    anyhow::ensure!(
        words.is_empty(),
        "the database would not keep tenants apart: {}. DATABASE_ALLOW_ANY_ROLE=true serves nevertheless",
        words.join("; ")
    );
    Ok(())
}

const WHAT_TO_DO: &[&str] = &[
    // begin postgres
    " Run `server db migrate` with AUDIT_RETENTION_DAYS and DATABASE_OWNER_URL.",
    // end postgres
];

/// Has the audit trail kept as long as `AUDIT_RETENTION_DAYS` says; what became of it, in words.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn keep_trail(system: &dyn SystemStore, days: Option<u32>) -> Result<Kept, StoreError> {
    let kept = |days: Option<u32>| days.map_or("for ever".to_owned(), |days| format!("for {days} days"));
    Ok(match system.keep_trail(days).await? {
        Keeping::Done => Kept::AsTold(format!("The audit trail is kept {}.", kept(days))),
        Keeping::NeedsOwner(present) => Kept::AsBefore(format!(
            "The audit trail is kept {}, not {}: only the owner of the tables changes that.{}",
            kept(present),
            kept(days),
            WHAT_TO_DO.concat()
        )),
    })
}

/// How long the trail is kept, in words.
pub(crate) enum Kept {
    /// As the configuration says.
    AsTold(String),
    /// As it was: this role may not say it.
    AsBefore(String),
}
