//! Every statement is bound to a tenant, and stands where these tests see it.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use store::{Sql, engine::Dialect};
use testkit::sql_lint;

use super::schema::tenant_tables;
use crate::sql;

/// Every statement by its name, `things::GET`, without what PostgreSQL adds.
pub(super) fn all() -> impl Iterator<Item = (String, &'static str)> {
    let own = sql::catalog::ALL.iter().map(|(name, statement)| (format!("catalog::{name}"), *statement));
    own.chain(store::sql::all().into_iter().map(|sql| (sql.name(), sql.text(Dialect::Postgres))))
}

/// Every statement of the units as it is sent.
pub(super) fn sent() -> impl Iterator<Item = (String, String)> {
    let text = |sql: Sql| sql::sent(sql.text(Dialect::Postgres), sql.lock()).0.into_owned();
    store::sql::all().into_iter().map(move |sql| (sql.name(), text(sql)))
}

#[tokio::test]
async fn statements_on_tenant_tables_are_bound() -> Result<()> {
    let tables = tenant_tables().await?;
    let all = all().map(|(name, statement)| (name, statement.to_owned()));
    for (name, statement) in all.chain(sent()) {
        sql_lint::check(&statement, &tables).with_context(|| format!("{name}: {statement}"))?;
    }
    Ok(())
}

/// The same check sees a tenant condition that goes missing, in each statement that has one. (Without the check,
/// row-level security holds: see [`super::mutation`].)
#[tokio::test]
async fn a_missing_condition_is_caught() -> Result<()> {
    let tables = tenant_tables().await?;
    let mut caught = 0;
    for (name, statement) in all() {
        for mutant in sql_lint::mutants(statement) {
            ensure!(sql_lint::check(&mutant, &tables).is_err(), "{name} passed as {mutant}");
            caught += 1;
        }
    }
    let bound = all().filter(|(_, statement)| statement.contains("tenant_id = $1")).count();
    ensure!(caught > bound && bound > 10, "only {caught} mutants of {bound} statements");
    Ok(())
}

/// No statement of the catalogue hides in another module; others cannot be sent at all but as what `statements!` makes.
#[test]
fn statements_stand_in_one_module() -> Result<()> {
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn look(folder: &Path) -> Result<()> {
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        if file.is_dir() && !file.ends_with("sql") && !file.ends_with("tests") {
            look(&file)?;
        }
        if !file.is_file() || file.ends_with("sql.rs") {
            continue;
        }
        let text = fs::read_to_string(&file)?;
        for word in ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "MERGE ", "AssertSqlSafe", "query(\"", "raw_sql"] {
            ensure!(
                !text.contains(word) || file.extension().is_some_and(|extension| extension == "sql"),
                "{}: {word:?}",
                file.display()
            );
        }
    }
    Ok(())
}
