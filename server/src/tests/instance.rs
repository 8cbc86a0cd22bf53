//! A database belongs to one Clerk instance.

use std::sync::Arc;

use store::TimeOrderedIds;
use store_sqlite::SqliteStore;
use testkit::HandClock;

use super::harness::TestServer;
use crate::startup;

#[tokio::test]
async fn another_instance_is_told_what_to_do() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let clock = HandClock::new();
    let url = format!("sqlite:{}", server.folder().join("test.sqlite").display());
    let store = SqliteStore::open(&url, clock.clone(), Arc::new(TimeOrderedIds::new(clock))).await?;
    let refusal = startup::claim(&store, "https://clerk.other.example").await.err().map(|error| error.to_string());
    let refusal = refusal.unwrap_or_default();
    assert!(refusal.contains("belongs to the Clerk instance https://"), "{refusal}");
    assert!(refusal.contains("DATABASE_URL"), "{refusal}");
    Ok(())
}
