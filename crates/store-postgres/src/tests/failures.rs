//! H4: a server that is frozen, killed, or too busy. Requests are told in time, no connection's place is lost, nothing
//! acknowledged is lost, and all is well again soon after the server is, without a restart.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use sqlx::{Connection, Executor, query};
use store::{StoreError, SystemStore, things::ThingStore};
use testkit::postgres::{Cluster, Database};
use tokio::{task::JoinSet, time::timeout};

use super::{CONNECTIONS, ada, create, open};
use crate::{PostgresStore, connect::Lease};

/// The longest a request may take when the server does not answer: 3 seconds for a connection, 6 for the work.
const TOLD_WITHIN: Duration = Duration::from_secs(10);
const WELL_WITHIN: Duration = Duration::from_secs(5);

/// Twice as many requests at once as there are connections: each is told that the database is not available.
async fn all_are_told(store: &PostgresStore) -> Result<()> {
    let ada = ada()?;
    let mut requests = JoinSet::new();
    for _ in 0..2 * CONNECTIONS {
        let (store, ada) = (store.clone(), ada.clone());
        requests.spawn(async move { timeout(TOLD_WITHIN, store.things(&ada)).await });
    }
    for outcome in requests.join_all().await {
        match outcome? {
            Err(StoreError::Unavailable(_)) => {}
            other => bail!("{other:?}"),
        }
    }
    Ok(())
}

/// The first success comes in time, and then every connection can be had at once.
async fn all_is_well(store: &PostgresStore) -> Result<()> {
    timeout(WELL_WITHIN, async { while store.ping().await.is_err() {} }).await?;
    let mut leases = Vec::new();
    for _ in 0..CONNECTIONS {
        leases.push(timeout(WELL_WITHIN, Lease::of(&store.database.pool)).await??);
    }
    leases.into_iter().for_each(Lease::give_back);
    Ok(())
}

async fn names(store: &PostgresStore) -> Result<Vec<String>> {
    Ok(store.things(&ada()?).await?.into_iter().map(|thing| thing.name).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_server() -> Result<()> {
    let cluster = Cluster::own()?;
    let database = Database::on(cluster.url()).await?;
    let store = open(&database).await?;
    create(&store, &ada()?, "before").await?;
    cluster.freeze()?;
    let told = async {
        all_are_told(&store).await?;
        all_are_told(&store).await
    };
    let told = told.await;
    cluster.thaw()?;
    told?;
    all_is_well(&store).await?;
    create(&store, &ada()?, "after").await?;
    assert_eq!(names(&store).await?, ["after", "before"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server() -> Result<()> {
    let mut cluster = Cluster::own()?;
    let database = Database::on(cluster.url()).await?;
    let store = open(&database).await?;
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let mut writes = JoinSet::new();
        for number in 0..20 {
            let (store, name) = (store.clone(), format!("round {round} thing {number}"));
            writes.spawn(async move { create(&store, &ada()?, &name).await.map(|thing| thing.name) });
        }
        // In the midst of the writes, some of which are acknowledged by then.
        let first = writes.join_next().await;
        cluster.kill()?;
        acknowledged.extend(first.into_iter().chain(rest(writes).await).flatten().flatten());
        all_are_told(&store).await?;
        cluster.start()?;
        all_is_well(&store).await?;
    }
    let found = names(&store).await?;
    let lost: Vec<&String> = acknowledged.iter().filter(|name| !found.contains(name)).collect();
    ensure!(lost.is_empty() && acknowledged.len() >= 3, "lost {lost:?} of {acknowledged:?}");
    Ok(())
}

async fn rest<T: 'static>(mut tasks: JoinSet<T>) -> Vec<Result<T, tokio::task::JoinError>> {
    let mut outcomes = Vec::new();
    while let Some(outcome) = tasks.join_next().await {
        outcomes.push(outcome);
    }
    outcomes
}

/// Connections that the server ended while they were idle are replaced without anybody being told.
#[tokio::test]
async fn ended_connections_are_replaced() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    for _ in 0..5 {
        let leases: Vec<_> = futures::future::join_all((0..CONNECTIONS).map(|_| Lease::of(&store.database.pool))).await;
        leases.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().for_each(Lease::give_back);
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'testkit_server'
            AND datname = current_database()";
        database.superuser().await?.execute(end).await?;
        names(&store).await?;
    }
    Ok(())
}

/// A row that somebody else holds: the request is told after three seconds, nothing is changed, and it can be had later.
#[tokio::test]
async fn a_lock_held_elsewhere() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    let made = create(&store, &ada, "Moon").await?;
    let mut superuser = database.superuser().await?;
    let mut holding = superuser.begin().await?;
    query("UPDATE things SET version = version").execute(&mut *holding).await?;
    let refusal = store.delete_thing(&ada, made.id).await;
    match &refusal {
        Err(StoreError::Unavailable(cause)) => {
            ensure!(cause.to_string().starts_with("a lock took too long to get"), "{cause}");
        }
        other => bail!("{other:?}"),
    }
    holding.rollback().await?;
    ensure!(store.delete_thing(&ada, made.id).await?);
    Ok(())
}
