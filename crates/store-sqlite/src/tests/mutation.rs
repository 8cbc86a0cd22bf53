//! The tenant condition is taken out of every statement in turn, each time it stands there, and what the contract demands
//! of isolation is tried on the rest. SQLite has no row-level security: here such a statement does leak, and a case sees
//! it. What none of them sees is named below: the lint of the statements refuses it.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, path::PathBuf, sync::Arc};

use anyhow::{Result, bail};
use async_trait::async_trait;
use domain::Clock;
use futures::FutureExt;
use sqlx::{ConnectOptions, Connection, Executor};
use store::{Data, IdGenerator, engine::Dialect};
use testkit::{
    contract::{Open, Opened, Raw, isolation, isolation_case},
    coverage, sql_lint,
    witness::{Mutant, Witness},
};

use super::{schema::tenant_tables, url};
use crate::{SqliteStore, connect};

struct File(PathBuf);

#[async_trait]
impl Raw for File {
    async fn run(&self, statement: &'static str) -> Result<()> {
        let mut connection = connect::options(&self.0).connect().await?;
        connection.execute(statement).await?;
        Ok(connection.close().await?)
    }
}

fn opener(witness: Arc<Witness>) -> impl Open {
    async move |clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("app.db");
        let store = SqliteStore::open(&url(&file), clock, ids).await?;
        let store = Arc::new(witness.of(store.data()));
        let (raw, guard) = (Arc::new(File(file)), Box::new(folder));
        Ok(Opened { store: store.clone(), data: Data::clone(&store), system: store, raw, guard })
    }
}

/// Name, number of the condition, and the statement without it.
fn mutants() -> Vec<(String, usize, Mutant)> {
    let mut mutants = Vec::new();
    for sql in store::sql::all() {
        let original = sql.text(Dialect::Sqlite);
        let gone = sql_lint::mutants(original).into_iter().filter(|text| text.contains("$1 = $1"));
        mutants.extend(gone.enumerate().map(|(at, text)| (sql.name(), at, Mutant { original, text: text.leak() })));
    }
    mutants
}

/// Whether the case fails, in whatever way.
async fn fails(case: &str, mutant: Mutant) -> bool {
    let run = AssertUnwindSafe(isolation_case(case, opener(Witness::new(Some(mutant)))));
    !matches!(run.catch_unwind().await, Ok(Ok(())))
}

/// A statement that no case uses has not been tried.
#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_tried_between_tenants() -> Result<()> {
    let witness = Witness::new(None);
    for case in isolation() {
        isolation_case(case, opener(witness.clone())).await?;
    }
    // begin examples
    super::projects::every_list_is_asked(&witness).await?;
    // end examples
    assert_eq!(coverage::untried(&witness.used(), Dialect::Sqlite), [""; 0], "no case uses them");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_condition_every_statement_is_caught() -> Result<()> {
    let mut used = Vec::new();
    for case in isolation() {
        let witness = Witness::new(None);
        isolation_case(case, opener(witness.clone())).await?;
        used.push((case, witness.used()));
    }
    let (mut survivors, tables) = (BTreeSet::new(), tenant_tables().await?);
    // begin examples
    let lists = super::projects::Lists::new().await?;
    // end examples
    for (name, at, mutant) in mutants() {
        let mut is_caught = false;
        // begin examples
        is_caught = is_caught || name.starts_with("projects::listing::") && lists.differ(mutant).await;
        // end examples
        for (case, statements) in &used {
            is_caught = is_caught || statements.contains(mutant.original) && fails(case, mutant).await;
        }
        if !is_caught {
            if sql_lint::check(mutant.text, &tables).is_ok() {
                bail!("nothing catches {name} as {}", mutant.text);
            }
            survivors.insert((name, at));
        }
    }
    // Which rows are next: they are deleted in the tenant.
    let expected = store::sql::removals().into_iter().map(|sql| (sql.name(), 1));
    // The id of an organization is its tenant: no other tenant has a row of that id.
    let expected = expected.chain([("copy::statements::organizations::REMOVE_ALL".to_owned(), 0)]);
    // begin examples
    let expected = expected.chain(super::projects::survivors());
    // end examples
    assert_eq!(survivors, expected.collect::<BTreeSet<_>>());
    Ok(())
}
