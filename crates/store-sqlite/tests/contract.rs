//! The contract of every store adapter, on SQLite in temporary files.

use std::sync::Arc;

use domain::Clock;
use store::IdGenerator;
use store_sqlite::SqliteStore;
use testkit::contract::Opened;

async fn open(clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> anyhow::Result<Opened> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("app.db").display());
    let store = Arc::new(SqliteStore::open(&url, clock, ids).await?);
    let (projects, tasks, audit) = (store.clone(), store.clone(), store.clone());
    Ok(Opened { projects, tasks, audit, system: store, guard: Box::new(folder) })
}

testkit::store_contract!(open);
