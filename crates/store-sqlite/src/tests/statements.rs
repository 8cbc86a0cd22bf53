//! Every statement is bound to a tenant, finds its rows by an index, and stands where these tests see it.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, Row, query};
use testkit::sql_lint;

use super::{open, schema::tenant_tables};
use crate::sql;

#[tokio::test]
async fn statements_on_tenant_tables_are_bound() -> Result<()> {
    let tables = tenant_tables().await?;
    for (name, statement) in sql::ALL {
        sql_lint::check(statement, &tables).with_context(|| (*name).to_owned())?;
    }
    Ok(())
}

/// The same check sees a tenant condition that goes missing, in each statement that has one.
#[tokio::test]
async fn a_missing_condition_is_caught() -> Result<()> {
    let tables = tenant_tables().await?;
    let mut caught = 0;
    for (name, statement) in sql::ALL.iter().filter(|(_, statement)| statement.contains("WHERE tenant_id = $1")) {
        for mutant in ["WHERE $1 = $1", "WHERE tenant_id <> $1", "WHERE tenant_id = $1 OR 1 = 1 OR"] {
            let mutant = statement.replace("WHERE tenant_id = $1", mutant).replace("OR AND", "OR");
            ensure!(sql_lint::check(&mutant, &tables).is_err(), "{name} passed as {mutant}");
            caught += 1;
        }
    }
    ensure!(caught >= 15, "only {caught} mutants");
    Ok(())
}

/// No statement hides in another module.
#[test]
fn statements_stand_in_one_module() -> Result<()> {
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))? {
        let file = file?.path();
        if !file.is_file() || file.ends_with("sql.rs") {
            continue;
        }
        let text = fs::read_to_string(&file)?;
        for word in ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "AssertSqlSafe", "query(\"", "raw_sql"] {
            ensure!(!text.contains(word), "{} has {word:?}: move the statement to sql.rs", file.display());
        }
    }
    Ok(())
}

/// K9: what a page costs must not grow with the table. No scan, no sorting.
#[tokio::test]
async fn statements_use_their_index() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    for (name, statement) in sql::ALL.iter().filter(|(_, statement)| statement.contains("projects")) {
        let explain = format!("EXPLAIN QUERY PLAN {statement}");
        let plan = query(AssertSqlSafe(explain)).fetch_all(&store.readers).await?;
        for step in plan {
            let step: String = step.try_get("detail")?;
            ensure!(!step.contains("SCAN") && !step.contains("TEMP B-TREE"), "{name}: {step}");
            let newest_first = "SEARCH projects USING INDEX projects_newest_first (tenant_id=?";
            ensure!(!name.starts_with("LIST") || step.starts_with(newest_first), "{name}: {step}");
        }
    }
    Ok(())
}
