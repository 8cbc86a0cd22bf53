//! Every statement is bound to a tenant, and stands where these tests see it.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use store::engine::Dialect;
use testkit::sql_lint;

use super::schema::tenant_tables;
use crate::sql;

/// Statements about the whole file, each thought about: what they are for is no request of anybody's.
const OF_THE_FILE: [&str; 2] = ["file::COPY", "file::HOLD"];

/// Names and texts of all that may be sent.
pub(super) fn all() -> impl Iterator<Item = (String, &'static str)> {
    let own = sql::ALL.iter().map(|(name, statement)| (format!("file::{name}"), *statement));
    let own = own.filter(|(name, _)| !OF_THE_FILE.contains(&name.as_str()));
    own.chain(store::sql::all().into_iter().map(|sql| (sql.name(), sql.text(Dialect::Sqlite))))
}

#[tokio::test]
async fn statements_on_tenant_tables_are_bound() -> Result<()> {
    let tables = tenant_tables().await?;
    for (name, statement) in all() {
        sql_lint::check(statement, &tables).context(name)?;
    }
    Ok(())
}

/// Nothing here hides the names of others' members.
#[test]
fn names_are_read_by_way_of_members() -> Result<()> {
    for sql in store::sql::all().into_iter().filter(|sql| sql.is_tenants()) {
        sql_lint::check_names(sql.text(Dialect::Sqlite)).with_context(|| sql.name())?;
    }
    Ok(())
}

/// The same check sees a tenant condition that goes missing: each one, in each statement.
#[tokio::test]
async fn a_missing_condition_is_caught() -> Result<()> {
    let tables = tenant_tables().await?;
    let mut caught = 0;
    for (name, statement) in all() {
        for mutant in mutants(statement) {
            ensure!(sql_lint::check(&mutant, &tables).is_err(), "{name} passed as {mutant}");
            caught += 1;
        }
    }
    let bound = all().filter(|(_, statement)| statement.contains("tenant_id = $1")).count();
    ensure!(caught > 2 * bound && bound > 10, "only {caught} mutants of {bound} statements");
    Ok(())
}

/// The statement without one of its conditions, with one turned round or made optional, or with another's tenant.
fn mutants(statement: &str) -> Vec<String> {
    const CONDITION: &str = "tenant_id = $1";
    let mut mutants = Vec::new();
    for (at, _) in statement.match_indices(CONDITION) {
        let (before, after) = (&statement[..at], &statement[at + CONDITION.len()..]);
        // With the table's name, if it stands there.
        let stem = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
        let column = &statement[stem.len()..at + "tenant_id".len()];
        for other in ["$1 = $1", &format!("{column} <> $1"), &format!("({column} = $1 OR 1 = 1)")] {
            mutants.push(format!("{stem}{other}{after}"));
        }
    }
    let inserted = statement.contains("INSERT INTO") && statement.contains("tenant_id");
    if let Some((before, after)) = statement.split_once("$1,").filter(|_| inserted) {
        mutants.push(format!("{before}'org_other',{after}"));
    }
    mutants
}

/// See [`store::sql`].
#[test]
fn no_statement_is_planned_at_each_call() -> Result<()> {
    let limited: Vec<_> = all().filter(|(_, statement)| statement.contains("LIMIT ")).collect();
    for (name, statement) in &limited {
        ensure!(!statement.contains("LIMIT $") && !statement.contains("LIMIT ?"), "{name}: write LIMIT +$n");
    }
    ensure!(limited.len() > 5, "only {} statements", limited.len());
    Ok(())
}

/// No statement of the file hides in another module; others cannot be sent at all but as what `statements!` makes.
#[test]
fn statements_stand_in_one_module() -> Result<()> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder)? {
            let file = file?.path();
            if file == source.join("sql.rs") || file == source.join("tests") {
                continue;
            } else if file.is_dir() {
                folders.push(file);
                continue;
            }
            let text = fs::read_to_string(&file)?;
            for word in ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "AssertSqlSafe", "query(\"", "raw_sql"]
            {
                ensure!(!text.contains(word), "{} has {word:?}: move the statement to sql.rs", file.display());
            }
            read += 1;
        }
    }
    ensure!(read > 10, "only {read} files");
    Ok(())
}
