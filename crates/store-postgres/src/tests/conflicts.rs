//! Units of work in each other's way.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use anyhow::Result;
use async_trait::async_trait;
use domain::ProjectQuery;
use store::ProjectStore;
use testkit::postgres::Database;
use tokio::sync::Barrier;

use super::{ada, create, open};
use crate::{
    error::Failure,
    unit_of_work::{End, Unit},
    work::Work,
};

/// Two units lock the same two rows in opposite order: both are done in the end.
struct Crossing {
    keys: [&'static str; 2],
    meeting: Arc<Barrier>,
    first_run: AtomicBool,
}

#[async_trait]
impl Unit for Crossing {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        let touch = "UPDATE projects SET version = version + 1 WHERE tenant_id = $1 AND key = $2";
        let [first, second] = self.keys;
        work.execute(work.query(touch).bind(first)).await?;
        if self.first_run.swap(false, Ordering::SeqCst) {
            self.meeting.wait().await;
        }
        work.execute(work.query(touch).bind(second)).await?;
        Ok(End::Commit(()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_is_resolved_by_beginning_again() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    for name in ["Moon", "Mars"] {
        create(&store, &ada, name).await?;
    }
    let meeting = Arc::new(Barrier::new(2));
    let unit = |keys| Crossing { keys, meeting: meeting.clone(), first_run: true.into() };
    let tenant = ada.tenant().id();
    let (one, two) = tokio::join!(
        store.database.write(tenant, unit(["MOON", "MARS"])),
        store.database.write(tenant, unit(["MARS", "MOON"]))
    );
    one?;
    two?;
    let page = store.list(&ada.require()?, &ProjectQuery::default()).await?;
    assert_eq!(page.items.iter().map(|project| project.version).collect::<Vec<_>>(), [3, 3]);
    Ok(())
}
