//! K9: what a statement costs must not grow with the table. Each finds its rows by an index, nothing is sorted but what
//! is few, and that does not change when somebody has SQLite gather statistics.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, Row, query};
use store::SystemStore;

use super::{ada, make_many, open, sam, statements::all};
use crate::SqliteStore;

/// Not tables: what the statement itself made, of bounded length, or was given as JSON.
const SMALL: [&str; 4] = ["asked", "counted", "json_each", "past"];
/// Modules about the few rows of the system, and statements that look at the whole file.
const OF_THE_SYSTEM: [&str; 1] = ["system::instance::"];

pub(super) type Plans = BTreeMap<String, Vec<String>>;

async fn plans(store: &SqliteStore) -> Result<Plans> {
    let mut plans = Plans::new();
    for (name, statement) in all().filter(|(name, _)| !OF_THE_SYSTEM.iter().any(|module| name.starts_with(module))) {
        let explain = format!("EXPLAIN QUERY PLAN {statement}");
        let steps =
            query(AssertSqlSafe(explain)).fetch_all(&store.engine.writer).await.with_context(|| name.clone())?;
        let steps: Result<Vec<String>, _> = steps.into_iter().map(|step| step.try_get("detail")).collect();
        plans.insert(name, steps?);
    }
    Ok(plans)
}

fn check(plans: &Plans) -> Result<()> {
    for (name, steps) in plans {
        for step in steps {
            let scanned = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            let is_large = scanned.is_some_and(|table| !SMALL.contains(&table) && !table.starts_with("pragma_"));
            ensure!(!is_large || is_about_the_schema(name), "{name}: {step}");
            // The few rows of a rare prefix.
            ensure!(name.ends_with("_RARE") || !step.contains("TEMP B-TREE"), "{name}: {step}");
        }
    }
    lists_use_their_index(plans)
}

/// A few rows, whatever the tenants have.
fn is_about_the_schema(name: &str) -> bool {
    ["file::HAS_TABLE", "file::TRIGGERS", "file::MIGRATIONS", "file::VERSION"].contains(&name)
}

/// Steps that other statements must have.
const STEPS: [(&str, &str); 3] = [
    ("audit::LIST", "audit_events USING INDEX audit_events_newest_first (tenant_id=? AND (created_at,id)<(?,?))"),
    ("tenants::LIST", "tenants USING PRIMARY KEY (id>?)"),
    ("things::LIST", "things USING INDEX things_by_created (tenant_id=? AND (created_at,id)<(?,?))"),
];

fn lists_use_their_index(plans: &Plans) -> Result<()> {
    // begin examples
    super::projects::lists_use_their_index(plans)?;
    // end examples
    STEPS.iter().try_for_each(|(name, step)| has_step(plans, name, step))
}

pub(super) fn has_step(plans: &Plans, name: &str, step: &str) -> Result<()> {
    let steps = plans.get(name).with_context(|| name.to_owned())?;
    ensure!(steps.contains(&format!("SEARCH {step}")), "{name}: {step} is not in {steps:#?}");
    Ok(())
}

#[tokio::test]
async fn statements_use_their_index() -> Result<()> {
    let folder = tempfile::tempdir()?;
    check(&plans(&open(&folder.path().join("app.db")).await?).await?)
}

#[tokio::test]
async fn statistics_lead_no_statement_astray() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    for (scope, count) in [(ada()?, 5_000), (sam()?, 3)] {
        make_many(&store, &scope, count).await?;
        // begin examples
        super::projects::insert(&store, &scope, count).await?;
        // end examples
    }
    query("ANALYZE").execute(&store.engine.writer).await?;
    store.close().await;
    check(&plans(&open(&file).await?).await?)
}
