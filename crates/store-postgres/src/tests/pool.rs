//! The pool: connections come back outside of any transaction or not at all, whatever happens to those who use them.

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use sqlx::{Executor, query, query_scalar};
use store::{
    StoreError, SystemStore,
    engine::{Call, Connection, Dialect, Failure, Kind, Lock, Row, Value},
    sql::named,
    things::ThingStore,
    unit::{End, Unit, Work},
};
use testkit::postgres::Database;
use tokio::{
    sync::{Semaphore, oneshot},
    task::{JoinSet, yield_now},
};

use super::{CONNECTIONS, ada, create, open, write};
use crate::{PostgresStore, connect::Lease};

const CLAIM: &str = "system::instance::CLAIM";

/// Waits until every connection is back, and looks at each.
async fn all_are_well(store: &PostgresStore) -> Result<()> {
    let mut leases = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut lease = Lease::of(&store.database.pool).await?;
        let connection = lease.connection()?;
        let outside = connection.execute("SAVEPOINT inside").await.err();
        let code = outside.as_ref().and_then(|error| error.as_database_error()?.code());
        ensure!(code.as_deref() == Some("25P01"), "a connection came back inside a transaction: {outside:?}");
        let tenant: Option<String> =
            query_scalar("SELECT current_setting('app.tenant_id', true)").fetch_one(&mut *connection).await?;
        ensure!(tenant.unwrap_or_default().is_empty(), "a connection came back with a tenant");
        leases.push(lease);
    }
    leases.into_iter().for_each(Lease::give_back);
    Ok(())
}

async fn left_in_a_transaction(database: &Database) -> Result<i64> {
    let statement = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    Ok(query_scalar(statement).fetch_one(&mut database.superuser().await?).await?)
}

/// Requests are given up at every point of their way.
#[tokio::test(flavor = "multi_thread")]
async fn given_up_requests_leave_nothing_behind() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    let mut requests = JoinSet::new();
    for number in 0..400_usize {
        let (store, ada) = (store.clone(), ada.clone());
        requests.spawn(async move {
            let name = format!("thing {number}");
            let request = async {
                store.make_thing(&ada, &name).await?;
                anyhow::Ok(store.things(&ada).await?)
            };
            tokio::select! {
                biased;
                answer = request => answer.is_ok(),
                () = turns(number) => false,
            }
        });
    }
    let outcomes = requests.join_all().await;
    ensure!(outcomes.iter().any(|answered| *answered) && outcomes.iter().any(|answered| !answered));
    all_are_well(&store).await?;
    assert_eq!(left_in_a_transaction(&database).await?, 0);
    Ok(())
}

async fn turns(number: usize) {
    for _ in 0..number * number {
        yield_now().await;
    }
}

/// Writes the one row that there is of its kind.
async fn claim(work: &mut Work<'_>, issuer: &str) -> Result<(), Failure> {
    let statement = named(CLAIM).ok_or_else(|| Failure::internal("no such statement"))?;
    work.execute(statement, vec![Value::from(issuer), Value::from(0_i64)]).await?;
    Ok(())
}

struct Panics;

#[async_trait]
impl Unit for Panics {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        claim(work, "https://panic.test").await?;
        std::panic::panic_any("on purpose")
    }
}

#[tokio::test]
async fn a_panic_leaves_nothing_behind() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    for _ in 0..2 * CONNECTIONS {
        let outcome = write(&store, "", Panics).await;
        assert!(matches!(outcome, Err(StoreError::Internal(_))), "{outcome:?}");
    }
    assert_eq!(store.claim_instance("https://a.test").await?, "https://a.test");
    all_are_well(&store).await
}

/// Says that it began, and goes on when it may.
struct Waits {
    began: std::sync::Mutex<Option<oneshot::Sender<()>>>,
    may_go_on: std::sync::Arc<Semaphore>,
}

#[async_trait]
impl Unit for Waits {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        claim(work, "https://a.test").await?;
        if let Ok(Some(began)) = self.began.lock().map(|mut began| began.take()) {
            let _ = began.send(());
        }
        let _ = self.may_go_on.acquire().await;
        Ok(End::Commit(()))
    }
}

/// The work is done although nobody waits for it.
#[tokio::test]
async fn a_unit_of_work_ends_by_itself() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let (began, has_begun) = oneshot::channel();
    let may_go_on = std::sync::Arc::new(Semaphore::new(0));
    let unit = Waits { began: Some(began).into(), may_go_on: may_go_on.clone() };
    let waiting = {
        let store = store.clone();
        tokio::spawn(async move { write(&store, "", unit).await })
    };
    has_begun.await.context("it did not begin")?;
    waiting.abort();
    may_go_on.add_permits(1);
    assert_eq!(store.claim_instance("https://b.test").await?, "https://a.test");
    Ok(())
}

/// Of more users than connections, each gets its turn or is told that there is none; the pool is whole afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn who_gets_no_connection_is_told() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let mut leases = Vec::new();
    for _ in 0..CONNECTIONS {
        leases.push(Lease::of(&store.database.pool).await?);
    }
    let refusal = store.ping().await;
    assert!(matches!(&refusal, Err(StoreError::Unavailable(_))), "{refusal:?}");
    leases.into_iter().for_each(Lease::give_back);
    create(&store, &ada()?, "after").await?;
    all_are_well(&store).await
}

/// What a transaction was told does not outlive it, and a connection that would be returned inside one is cleaned.
#[tokio::test]
async fn a_connection_returned_inside_a_transaction_is_rolled_back() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    for _ in 0..CONNECTIONS {
        let mut connection = store.database.pool.acquire().await?;
        connection.execute("BEGIN").await?;
        let claim = named(CLAIM).context("no such statement")?.text(Dialect::Postgres);
        query(claim).bind("https://lost.test").bind(0_i64).execute(&mut *connection).await?;
        connection.return_to_pool().await;
    }
    all_are_well(&store).await?;
    assert_eq!(store.claim_instance("https://a.test").await?, "https://a.test");
    Ok(())
}

/// A lease that did not see the end of a transaction has its connection looked at.
#[tokio::test]
async fn a_lease_given_back_inside_a_transaction_is_rolled_back() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    for _ in 0..CONNECTIONS {
        let mut lease = Lease::of(&store.database.pool).await?;
        // Forgotten, and not dropped: nothing of it can tell the lease that the transaction ended.
        std::mem::forget(lease.begin(Kind::Write, "org_a").await.map_err(StoreError::from)?);
        lease.give_back();
    }
    for _ in 0..CONNECTIONS {
        let mut lease = Lease::of(&store.database.pool).await?;
        lease.connection()?.execute("BEGIN").await?;
        lease.give_back();
    }
    all_are_well(&store).await
}

/// The tenant is the transaction's, also where its name is no plain word.
#[tokio::test]
async fn a_transaction_has_its_tenant_whatever_its_name() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    for tenant in ["org_a", "user_B9", "", "o'; ROLLBACK; --", "ö", "a\\'b", "a b"] {
        let mut lease = Lease::of(&store.database.pool).await?;
        let mut transaction = lease.begin(Kind::Read, tenant).await.map_err(StoreError::from)?;
        let text = "SELECT current_setting('app.tenant_id', true) AS tenant";
        let call = Call { text, lock: Lock::None, tenant: None, values: &[] };
        let mut found = None;
        let mut reader = |row: &dyn Row| {
            found = row.text("tenant")?.map(str::to_owned);
            Ok(())
        };
        transaction.rows(call, &mut reader).await.map_err(StoreError::from)?;
        assert_eq!(found.as_deref(), Some(tenant));
        transaction.commit().await.map_err(StoreError::from)?;
        Connection::give_back(Box::new(lease));
    }
    all_are_well(&store).await
}
