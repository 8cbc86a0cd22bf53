//! The binary's commands, as an operator runs them: with the database's variables alone, and interrupted.
#![cfg(unix)]

use std::{
    any::Any,
    path::Path,
    process::{Command, Output},
};
// begin examples
use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};
// end examples

use anyhow::{Context, Result, ensure};

/// The server, in a folder without an .env, told nothing but what it is told here.
fn server(folder: &Path, variables: &[(&str, &str)], arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.args(arguments.split_whitespace()).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).envs(variables.iter().copied());
    command
}

fn run(folder: &Path, variables: &[(&str, &str)], arguments: &str) -> Result<Output> {
    server(folder, variables, arguments).output().context("the server did not start")
}

/// What a command that must succeed printed.
fn said(folder: &Path, variables: &[(&str, &str)], arguments: &str) -> Result<String> {
    let output = run(folder, variables, arguments)?;
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "{arguments}: {complaint}");
    Ok(String::from_utf8(output.stdout)?)
}

/// What a command that must fail complained of.
fn complaint(folder: &Path, variables: &[(&str, &str)], arguments: &str) -> Result<String> {
    let output = run(folder, variables, arguments)?;
    ensure!(output.status.code() == Some(1), "{arguments}: {}", output.status);
    Ok(String::from_utf8(output.stderr)?)
}

fn the_life_of_a_database(variables: &[(&str, &str)]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let migrated = said(folder, variables, "db migrate")?;
    assert!(migrated.contains("The schema is up to date."), "{migrated}");
    let status = said(folder, variables, "db status")?;
    assert!(migrated.starts_with(&status), "{status}");
    assert!(migrated.contains("The audit trail is kept for ever."), "{migrated}");
    let limited = [variables, &[("AUDIT_RETENTION_DAYS", "90")]].concat();
    let kept = said(folder, &limited, "db migrate")?;
    assert!(kept.contains("The audit trail is kept for 90 days."), "{kept}");
    // begin examples
    let seeded = said(folder, variables, "db seed --projects 1500 --orgs 3 --skewed")?;
    assert_eq!(seeded, "Added 1,500 projects.\n");
    // end examples
    said(folder, variables, "db backup copy")?;
    // begin examples
    let removed = said(folder, variables, "db remove-tenant org_seed000001")?;
    assert_eq!(removed, "Nothing of org_seed000001 is left.\n");
    // end examples
    let unknown = said(folder, variables, "db remove-tenant org_seed000001")?;
    assert_eq!(unknown, "This database holds nothing of org_seed000001.\n");
    said(folder, variables, "db restore copy")?;
    // begin examples
    assert_eq!(said(folder, variables, "db remove-tenant org_seed000001")?, removed, "it was in the copy");
    // end examples
    assert!(complaint(folder, variables, "db backup copy")?.contains("exist"));
    assert!(complaint(folder, variables, "db remove-tenant acme")?.contains("org_…"));
    Ok(())
}

// begin sqlite
#[test]
fn the_life_of_a_database_on_sqlite() -> Result<()> {
    the_life_of_a_database(&[("DATABASE_URL", "sqlite:app.sqlite")])
}
// end sqlite

// begin postgres
#[tokio::test]
async fn the_life_of_a_database_on_postgres() -> Result<()> {
    let database = testkit::postgres::Database::new().await?;
    the_life_of_a_database(&[
        ("DATABASE_URL", database.url()),
        ("DATABASE_OWNER_URL", database.owner_url()),
        ("DATABASE_BACKUP_URL", database.backup_url()),
    ])
}
// end postgres

/// Variables, and what keeps the database that they name.
type Home = (Vec<(&'static str, String)>, Box<dyn Any>);

/// An empty database for a test that would do on any: the first of these.
async fn any_database() -> Result<Home> {
    let mut homes: Vec<Home> = Vec::new();
    // begin sqlite
    homes.push((vec![("DATABASE_URL", "sqlite:app.sqlite".to_owned())], Box::new(())));
    // end sqlite
    // begin postgres
    if homes.is_empty() {
        let database = testkit::postgres::Database::new().await?;
        let urls = [("DATABASE_URL", database.url()), ("DATABASE_OWNER_URL", database.owner_url())];
        homes.push((urls.map(|(name, url)| (name, url.to_owned())).to_vec(), Box::new(database)));
    }
    // end postgres
    homes.pop().context("there is no kind of database")
}

/// The variables with one more.
fn and<'a>(variables: &'a [(&'static str, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    variables.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect()
}

// begin sqlite
#[test]
fn status_looks_and_makes_nothing_on_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let complaint = complaint(folder.path(), &[], "db status")?;
    assert!(complaint.contains("does not exist"), "{complaint}");
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
    Ok(())
}

// end sqlite

// begin postgres
/// What a start refuses is not up to date, although nothing is missing: an edited migration, a newer server's.
#[tokio::test]
async fn what_a_start_refuses_is_not_up_to_date_on_postgres() -> Result<()> {
    let database = testkit::postgres::Database::new().await?;
    let variables = [("DATABASE_URL", database.url()), ("DATABASE_OWNER_URL", database.owner_url())];
    let folder = tempfile::tempdir()?;
    said(folder.path(), &variables, "db migrate")?;
    for (change, words) in [
        ("UPDATE _sqlx_migrations SET checksum = '' WHERE version = 1", "migration 1 was changed after it ran"),
        (
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'later', TRUE, '', 0);
             UPDATE schema_state SET compatible_since = 9999",
            "start a newer server, or go back with `server db restore`",
        ),
    ] {
        let psql = Command::new("psql").args([database.superuser_url(), "--quiet", "--command", change]).status()?;
        ensure!(psql.success(), "psql: {psql}");
        let complaint = complaint(folder.path(), &variables, "db status")?;
        let status = complaint.to_lowercase();
        assert!(status.contains(words) && !status.contains("up to date"), "{complaint}");
        let output = run(folder.path(), &variables, "doctor")?;
        let report = String::from_utf8(output.stdout)?;
        assert_eq!(output.status.code(), Some(1), "{report}");
        assert!(report.lines().any(|line| line.starts_with("problem ") && line.contains(words)), "{report}");
        assert!(report.contains("row-level security holds") && !report.contains("up to date"), "{report}");
    }
    Ok(())
}

// end postgres

#[test]
fn wrong_settings_are_told_before_anything_is_done() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let complaint = complaint(folder.path(), &[("DATABASE_URL", "mysql://app:canary@localhost")], "db migrate")?;
    assert!(complaint.contains("DATABASE_URL: must be ") && !complaint.contains("canary"), "{complaint}");
    Ok(())
}

#[tokio::test]
async fn the_doctor_ends_with_1_when_something_must_be_mended() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (variables, _database) = any_database().await?;
    let variables = and(&variables, &[("CLERK_SECRET_KEY", "sk_test_canary")]);
    said(folder.path(), &variables, "db migrate")?;
    let output = run(folder.path(), &variables, "doctor")?;
    let report = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(1), "{report}");
    assert!(report.contains("problem  CLERK_PUBLISHABLE_KEY: ") && !report.contains("canary"), "{report}");
    assert!(report.lines().any(|line| line.ends_with(": the schema is up to date")), "{report}");
    Ok(())
}

// begin examples
/// Ctrl-C ends a seed between two batches: it says how far it came, and what was added stays.
#[tokio::test]
async fn a_seed_may_be_interrupted() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (variables, _database) = any_database().await?;
    let variables = and(&variables, &[]);
    let mut seed = server(folder.path(), &variables, "db seed --projects 10000000 --orgs 2");
    let mut seed = seed.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    // The schema is there just before the first batch is on its way.
    while !run(folder.path(), &variables, "db status")?.status.success() {}
    Command::new("kill").args(["-INT", &seed.id().to_string()]).status()?;
    let stderr = BufReader::new(seed.stderr.take().context("no output")?);
    let lines: Vec<_> = stderr.lines().collect::<Result<_, _>>()?;
    assert_eq!(seed.wait()?.code(), Some(1), "{lines:?}");
    let last = lines.last().context("nothing was said")?;
    assert!(last.starts_with("error: interrupted after "), "{lines:?}");
    assert!(last.contains(" of 10,000,000 projects, which stay; --projects "), "{last}");
    let added = said(folder.path(), &variables, "db seed --projects 10 --orgs 2")?;
    assert_eq!(added, "Added 10 projects.\n");
    Ok(())
}
// end examples
