//! D5: the tenant condition is taken out of every statement in turn, each time it stands there, and what the contract
//! demands of isolation is tried on the rest. Row-level security holds: nothing leaks, nothing of another tenant's is
//! changed, and people of one tenant do not even notice.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::{Context, Result};
use domain::Clock;
use sqlx::Executor;
use store::{IdGenerator, engine::Dialect};
use testkit::{
    contract::{Open, Opened, isolation, isolation_case},
    coverage,
    postgres::Database,
    sql_lint,
    witness::{Mutant, Witness},
};

use super::{CONNECTIONS, open, statements::all};
use crate::PostgresStore;

/// Making a database anew would take longer than the case itself. All goes but what the migrations wrote.
pub(super) const EMPTY: &str = "SET session_replication_role = replica;
    DO $$
    BEGIN
        EXECUTE (
            SELECT 'TRUNCATE ' || string_agg(oid::regclass::TEXT, ', ') FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                AND relname NOT IN ('_sqlx_migrations', 'schema_state')
        );
    END
    $$";

fn opener(database: Arc<Database>, witness: Arc<Witness>) -> impl Open {
    async move |clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>| {
        database.superuser().await?.execute(EMPTY).await?;
        let store = PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock, ids).await?;
        let store = Arc::new(seen_by(store, &witness));
        let guard = Box::new(());
        Ok(Opened { store: store.clone(), data: store.data().clone(), system: store, raw: database.clone(), guard })
    }
}

pub(super) fn seen_by(mut store: PostgresStore, witness: &Arc<Witness>) -> PostgresStore {
    store.data = witness.of(&store.data);
    store
}

/// Every statement that has a tenant condition, without one of them.
pub(super) fn mutants() -> Vec<(String, Mutant)> {
    let of_statement = |(name, original): (String, &'static str)| {
        let gone = sql_lint::mutants(original).into_iter().filter(|text| text.contains("$1 = $1"));
        gone.map(move |text| (name.clone(), Mutant { original, text: text.leak() }))
    };
    all().flat_map(of_statement).collect()
}

/// Those have a test of their own, and one case here.
pub(super) fn is_listing(name: &str) -> bool {
    name.contains("::listing::")
}

/// A statement that no case uses has not been tried.
#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_tried_between_tenants() -> Result<()> {
    let (database, witness) = (Arc::new(Database::new().await?), Witness::new(None));
    open(&database).await?;
    for case in isolation() {
        isolation_case(case, opener(database.clone(), witness.clone())).await.with_context(|| case.to_owned())?;
    }
    // begin examples
    super::projects::every_list_is_asked(&database, &witness).await?;
    // end examples
    assert_eq!(coverage::untried(&witness.used(), Dialect::Postgres), [""; 0], "no case uses them");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_condition_no_statement_leaks() -> Result<()> {
    let database = Arc::new(Database::new().await?);
    open(&database).await?;
    let mutants = mutants();
    let mut proven: BTreeSet<&str> = BTreeSet::new();
    for case in isolation() {
        let witness = Witness::new(None);
        isolation_case(case, opener(database.clone(), witness.clone())).await.with_context(|| case.to_owned())?;
        let used = witness.used();
        let of_this_case = |name: &str| !is_listing(name) || case.ends_with("_searched");
        for (name, mutant) in mutants.iter().filter(|(name, _)| of_this_case(name)) {
            if !used.contains(mutant.original) {
                continue;
            }
            let outcome = isolation_case(case, opener(database.clone(), Witness::new(Some(*mutant)))).await;
            outcome.with_context(|| format!("{case} with {name} as {}", mutant.text))?;
            proven.insert(mutant.text);
        }
    }
    let unproven = mutants.iter().filter(|(name, mutant)| !is_listing(name) && !proven.contains(mutant.text));
    let names: Vec<_> = unproven.map(|(name, mutant)| format!("{name} as {}", mutant.text)).collect();
    assert!(names.is_empty(), "no case uses {names:#?}");
    assert!(mutants.len() > 10, "only {} mutants", mutants.len());
    Ok(())
}
