//! Units of work in each other's way.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use anyhow::Result;
use async_trait::async_trait;
use store::{
    engine::{Failure, Value},
    sql::named,
    things::ThingId,
    unit::{End, Unit, Work},
};
use testkit::postgres::Database;
use tokio::sync::Barrier;

use super::{ada, create, open, write};

/// Two units lock the same two rows in opposite order: both are done in the end.
struct Crossing {
    things: [ThingId; 2],
    meeting: Arc<Barrier>,
    runs: Arc<AtomicU32>,
}

async fn lock(work: &mut Work<'_>, thing: ThingId) -> Result<(), Failure> {
    let statement = named("things::LOCK").ok_or_else(|| Failure::internal("no such statement"))?;
    let found = work.finds(statement, vec![Value::from(thing)]).await?;
    found.then_some(()).ok_or_else(|| Failure::internal("no such thing"))
}

#[async_trait]
impl Unit for Crossing {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        let [first, second] = self.things;
        lock(work, first).await?;
        // The first run of each.
        if self.runs.fetch_add(1, Ordering::SeqCst) < 2 {
            self.meeting.wait().await;
        }
        lock(work, second).await?;
        Ok(End::Commit(()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_is_resolved_by_beginning_again() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    let (moon, mars) = (create(&store, &ada, "Moon").await?.id, create(&store, &ada, "Mars").await?.id);
    let (meeting, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
    let unit = |things| Crossing { things, meeting: meeting.clone(), runs: runs.clone() };
    let tenant = ada.tenant().id();
    let (one, two) = tokio::join!(write(&store, tenant, unit([moon, mars])), write(&store, tenant, unit([mars, moon])));
    one?;
    two?;
    assert_eq!(runs.load(Ordering::SeqCst), 3, "one of them was begun again");
    Ok(())
}
