//! The tenant condition is taken out of every statement in turn, each time it stands there, and what the contract demands
//! of isolation is tried on the rest. SQLite has no row-level security: here such a statement does leak, and a case sees
//! it. What none of them sees is named below: the lint of the statements refuses it.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, path::PathBuf, sync::Arc};

use anyhow::{Result, bail};
use async_trait::async_trait;
use domain::{Clock, Page, Project, TenantScope};
use futures::FutureExt;
use sqlx::{ConnectOptions, Connection, Executor};
use store::{Backed, Data, IdGenerator, SystemStore, engine::Dialect};
use tempfile::TempDir;
use testkit::{
    contract::{Open, Opened, Raw, isolation, isolation_case},
    coverage,
    lists::{every_list, many},
    sql_lint,
    witness::{Mutant, Witness},
};

use super::{ada, open, sam, schema::tenant_tables, url};
use crate::{SqliteStore, connect};

/// Statements, and those of their conditions, in the order in which they stand, that nothing but the lint misses. (And of
/// each removal the second: which rows are next. They are deleted in the tenant.)
const SURVIVORS: &[(&str, &[usize])] = &[
    // How many there are decides the way to the rows, never which rows.
    ("projects::listing::COUNT_PREFIXES", &[0]),
    // Ids of the rare prefix, which are looked up in the tenant; words that both tenants have; prefixes that are not asked for.
    ("projects::listing::CREATED_RARE", &[1, 2, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::UPDATED_RARE", &[1, 2, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::NAME_RARE", &[1, 2, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::CREATED_SCAN", &[3, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::UPDATED_SCAN", &[3, 4, 5, 6, 7, 8, 9]),
    // By name, no row of a walk has one of the two words that never meet.
    ("projects::listing::NAME_SCAN", &[1, 3, 4, 5, 6, 7, 8, 9]),
    // That the project is there: the task is found in the tenant.
    ("tasks::GET", &[1]),
    ("tasks::LIST", &[1]),
];

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
        let same = store.clone();
        let bounded = Box::new(move |quota| Arc::new(Data::clone(&same).with_quota(quota)) as Arc<_>);
        let (raw, guard) = (Arc::new(File(file)), Box::new(folder));
        Ok(Opened { store: store.clone(), bounded, system: store, raw, guard })
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

/// The lists of two tenants, so long that every plan is followed, and with the same ids and words.
struct Lists {
    store: SqliteStore,
    scopes: [TenantScope; 2],
    expected: Vec<Page<Project>>,
    _folder: TempDir,
}

impl Lists {
    async fn new() -> Result<Self> {
        let (folder, scopes) = (tempfile::tempdir()?, [ada()?, sam()?]);
        let store = open(&folder.path().join("app.db")).await?;
        for (number, scope) in (0..).zip(&scopes) {
            store.insert_projects(scope.tenant(), &many(number)?).await?;
        }
        let expected = every_list(&store, &scopes).await?;
        Ok(Self { store, scopes, expected, _folder: folder })
    }

    /// Whether any of them is another one with the mutant, or none.
    async fn differ(&self, mutant: Mutant) -> bool {
        let found = every_list(&Witness::new(Some(mutant)).of(self.store.data()), &self.scopes).await;
        !found.is_ok_and(|found| found == self.expected)
    }
}

/// A statement that no case uses has not been tried.
#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_tried_between_tenants() -> Result<()> {
    let witness = Witness::new(None);
    for case in isolation() {
        isolation_case(case, opener(witness.clone())).await?;
    }
    let lists = Lists::new().await?;
    every_list(&witness.of(lists.store.data()), &lists.scopes).await?;
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
    let (mut survivors, tables, lists) = (BTreeSet::new(), tenant_tables().await?, Lists::new().await?);
    for (name, at, mutant) in mutants() {
        let mut is_caught = name.starts_with("projects::listing::") && lists.differ(mutant).await;
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
    let named = |(name, conditions): &(&str, &'static [usize])| {
        let name = (*name).to_owned();
        conditions.iter().map(move |at| (name.clone(), *at))
    };
    let removals = store::sql::removals().into_iter().map(|sql| (sql.name(), 1));
    let expected: BTreeSet<(String, usize)> = SURVIVORS.iter().flat_map(named).chain(removals).collect();
    assert_eq!(survivors, expected);
    Ok(())
}
