//! What the doctor says of healthy and of sick ones.

use testkit::HandClock;

use super::{Report, belonging, examine};
use crate::{
    config::{Database, Env},
    database,
    harness::Home,
};

fn lines(report: &Report, level: &str) -> Vec<String> {
    let lines = report.to_string();
    lines.lines().filter_map(|line| line.strip_prefix(level)).map(|line| line.trim().to_owned()).collect()
}

/// The variables of a database, and more.
fn environment(home: &Home, more: &[(&str, &str)]) -> Env {
    Env::of(&[&home.variables(), more].concat())
}

#[tokio::test]
async fn a_healthy_one_has_nothing_to_mend() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::any(folder.path()).await?;
    let env = environment(&home, &[]);
    let ports = database::open(&Database::alone(&env)?, HandClock::new()).await?;
    ports.system.claim_instance("https://clerk.example.com").await?;
    ports.system.close().await;
    let report = examine(&env).await;
    assert!(!report.has_problem(), "{report}");
    assert!(report.to_string().starts_with("ok       the configuration is complete\n"), "{report}");
    assert!(report.to_string().contains("Clerk instance https://clerk.example.com"), "{report}");
    Ok(())
}

#[tokio::test]
async fn a_database_of_other_people_is_a_problem() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::any(folder.path()).await?;
    let env = environment(
        &home,
        &[
            ("CLERK_PUBLISHABLE_KEY", "pk_test_aW5jbHVkZWQua2F0eWRpZC05Mi5jbGVyay5hY2NvdW50cy5kZXYk"),
            ("CLERK_SECRET_KEY", "sk_test_x"),
        ],
    );
    let ports = database::open(&Database::alone(&env)?, HandClock::new()).await?;
    ports.system.claim_instance("https://clerk.other.example").await?;
    ports.system.close().await;
    let problems = lines(&examine(&env).await, "problem");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("https://clerk.other.example"), "{problems:?}");
    Ok(())
}

#[tokio::test]
async fn every_problem_is_told_and_no_secret() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::any(folder.path()).await?;
    let env = environment(&home, &[("LOG_FORMAT", "xml"), ("CLERK_SECRET_KEY", "sk_test_canary")]);
    let report = examine(&env).await;
    assert!(report.has_problem());
    assert_eq!(lines(&report, "problem").iter().filter(|line| line.starts_with("LOG_FORMAT: ")).count(), 1, "{report}");
    assert!(!report.to_string().contains("canary"), "{report}");
    Ok(())
}

// begin sqlite
#[tokio::test]
async fn looking_makes_no_file_on_sqlite() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::new(crate::harness::On::Sqlite, folder.path()).await?;
    examine(&environment(&home, &[])).await;
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
    Ok(())
}

#[tokio::test]
async fn an_empty_file_is_whole_and_not_up_to_date_on_sqlite() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::new(crate::harness::On::Sqlite, folder.path()).await?;
    std::fs::write(folder.path().join("test.sqlite"), "")?;
    let report = examine(&environment(&home, &[])).await;
    assert!(report.to_string().contains("is not up to date") && !report.has_problem(), "{report}");
    assert!(lines(&report, "ok").iter().any(|line| line == "the file is whole"), "{report}");
    Ok(())
}
// end sqlite

// begin postgres
/// What is wrong with the role is told before the first start, not after it.
#[tokio::test]
async fn missing_migrations_hide_nothing_else_on_postgres() -> anyhow::Result<()> {
    let database = testkit::postgres::Database::new().await?;
    let report = examine(&Env::of(&[("DATABASE_URL", database.superuser_url())])).await;
    assert!(lines(&report, "warning").iter().any(|line| line.contains("is not up to date")), "{report}");
    let problems = lines(&report, "problem");
    assert!(problems.iter().any(|line| line.contains("is a superuser")), "{report}");
    assert!(!problems.iter().any(|line| line.contains("failed")), "{report}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_problem_without_its_password_on_postgres() -> anyhow::Result<()> {
    use secrecy::ExposeSecret;
    // Nothing listens on port 1.
    let env = Env::of(&[("DATABASE_URL", "postgres://app:canary@127.0.0.1:1/app")]);
    assert_eq!(Database::alone(&env)?.url.expose_secret(), "postgres://app:canary@127.0.0.1:1/app");
    let report = examine(&env).await;
    assert_eq!(lines(&report, "problem").len(), 1, "{report}");
    assert!(!report.to_string().contains("canary"), "{report}");
    Ok(())
}
// end postgres

#[test]
fn a_new_database_belongs_to_nobody() {
    assert_eq!(belonging(None, Some("https://a.example")).level, store::Level::Good);
}
