//! When something was done: when it was its turn, not when somebody asked for it.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use domain::PageRequest;
use sqlx::{Connection, PgConnection, query, query_scalar};
use store::{
    AuditStore,
    things::{Thing, ThingStore},
};
use testkit::{HandClock, postgres::Database};

use super::{CONNECTIONS, ada, create, parts};
use crate::PostgresStore;

const WAITING: &str = "SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'testkit_server' AND wait_event_type = 'Lock' AND pid <> $1";

/// The session that waits for a lock, when there is one; another one than `before`.
pub(super) async fn waiting(connection: &mut PgConnection, before: i32) -> Result<i32> {
    loop {
        if let Some(found) = query_scalar(WAITING).bind(before).fetch_optional(&mut *connection).await? {
            return Ok(found);
        }
    }
}

/// A store with a thing in it, and its clock.
async fn with_a_thing(database: &Database) -> Result<(PostgresStore, Arc<HandClock>, Thing)> {
    let (clock, ids) = parts(7);
    let store =
        PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock.clone(), ids).await?;
    let made = create(&store, &ada()?, "Moon").await?;
    Ok((store, clock, made))
}

/// A change that waits for its row, loses its connection and begins again: the row and the trail tell the time at which
/// it had the row at last.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_bears_the_time_of_its_turn() -> Result<()> {
    let database = Database::new().await?;
    let (store, clock, made) = with_a_thing(&database).await?;
    let ada = ada()?;
    let (mut superuser, mut looker) = (database.superuser().await?, database.superuser().await?);
    let mut holding = superuser.begin().await?;
    query("UPDATE things SET version = version").execute(&mut *holding).await?;
    let changing = {
        let store = store.clone();
        tokio::spawn(async move { store.rename_thing(&ada, made.id, made.version, "Mars").await })
    };
    let first = waiting(&mut looker, 0).await?;
    clock.advance(500);
    query("SELECT pg_terminate_backend($1)").bind(first).execute(&mut looker).await?;
    waiting(&mut looker, first).await?;
    let turn = clock.advance(500);
    holding.rollback().await?;
    let changed = changing.await??.context("it was not changed")?;
    assert_eq!(changed.updated_at, turn);
    last_event_is_of(&store, turn).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_bears_the_time_of_its_turn() -> Result<()> {
    let database = Database::new().await?;
    let (store, clock, made) = with_a_thing(&database).await?;
    let (mut superuser, mut looker) = (database.superuser().await?, database.superuser().await?);
    let mut holding = superuser.begin().await?;
    query("UPDATE things SET version = version").execute(&mut *holding).await?;
    let deleting = {
        let (store, ada) = (store.clone(), ada()?);
        tokio::spawn(async move { store.delete_thing(&ada, made.id).await })
    };
    waiting(&mut looker, 0).await?;
    let turn = clock.advance(500);
    holding.rollback().await?;
    ensure!(deleting.await??, "it was not deleted");
    last_event_is_of(&store, turn).await
}

/// The newest entry, by its time and by its id.
pub(super) async fn last_event_is_of(store: &PostgresStore, time: i64) -> Result<()> {
    let page = AuditStore::list(store, &ada()?.require()?, &PageRequest::default()).await?;
    let last = page.items.first().context("nothing was noted")?;
    assert_eq!(last.created_at, time);
    let (seconds, nanoseconds) = last.id.uuid().get_timestamp().context("the id has no time")?.to_unix();
    assert_eq!(i64::try_from(seconds)? * 1_000 + i64::from(nanoseconds / 1_000_000), time);
    Ok(())
}
