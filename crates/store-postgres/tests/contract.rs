//! The contract of every store adapter, on PostgreSQL, with a database for each case.

use std::sync::Arc;

use domain::Clock;
use store::{Data, IdGenerator};
use store_postgres::PostgresStore;
use testkit::{contract::Opened, postgres::Database, witness::Witness};

const CONNECTIONS: u32 = 8;

async fn open(clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> anyhow::Result<Opened> {
    let database = Arc::new(Database::new().await?);
    let store = PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock, ids).await?;
    // It fails whatever sends a statement that no test has read.
    let store = Arc::new(Witness::new(None).of(store.data()));
    Ok(Opened {
        store: store.clone(),
        data: Data::clone(&store),
        system: store,
        raw: database.clone(),
        guard: Box::new(database),
    })
}

testkit::store_contract!(open);
