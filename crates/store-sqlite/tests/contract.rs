//! The contract of every store adapter, on SQLite in temporary files.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Clock;
use sqlx::{ConnectOptions, Connection, Executor, sqlite::SqliteConnectOptions};
use store::{Data, IdGenerator};
use store_sqlite::SqliteStore;
use testkit::{
    contract::{Opened, Raw},
    witness::Witness,
};

/// The address of the file.
struct File(String);

#[async_trait]
impl Raw for File {
    async fn run(&self, statement: &'static str) -> anyhow::Result<()> {
        let mut connection = self.0.parse::<SqliteConnectOptions>()?.connect().await?;
        connection.execute(statement).await?;
        Ok(connection.close().await?)
    }
}

async fn open(clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> anyhow::Result<Opened> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("app.db").display());
    let store = SqliteStore::open(&url, clock, ids).await?;
    // It fails whatever sends a statement that no test has read.
    let store = Arc::new(Witness::new(None).of(store.data()));
    Ok(Opened {
        store: store.clone(),
        data: Data::clone(&store),
        system: store,
        raw: Arc::new(File(url)),
        guard: Box::new(folder),
    })
}

testkit::store_contract!(open);
