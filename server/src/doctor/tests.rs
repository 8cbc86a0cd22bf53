//! What the doctor says of healthy and of sick ones.

use secrecy::ExposeSecret;
use testkit::HandClock;

use super::{Report, belonging, examine};
use crate::{
    config::{Database, Env},
    database,
};

fn lines(report: &Report, level: &str) -> Vec<String> {
    let lines = report.to_string();
    lines.lines().filter_map(|line| line.strip_prefix(level)).map(|line| line.trim().to_owned()).collect()
}

/// The variables of a database in a folder.
fn environment(folder: &tempfile::TempDir, more: &[(&str, &str)]) -> Env {
    let url = format!("sqlite:{}", folder.path().join("app.sqlite").display());
    let url = [("DATABASE_URL", url.as_str())];
    Env::of(&url.iter().chain(more).copied().collect::<Vec<_>>())
}

#[tokio::test]
async fn a_healthy_one_has_nothing_to_mend() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let env = environment(&folder, &[]);
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
    let env = environment(
        &folder,
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
    let env = environment(&folder, &[("LOG_FORMAT", "xml"), ("CLERK_SECRET_KEY", "sk_test_canary")]);
    let report = examine(&env).await;
    assert!(report.has_problem());
    assert_eq!(lines(&report, "problem").iter().filter(|line| line.starts_with("LOG_FORMAT: ")).count(), 1, "{report}");
    assert!(!report.to_string().contains("canary"), "{report}");
    Ok(())
}

#[tokio::test]
async fn looking_makes_nothing() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    examine(&environment(&folder, &[])).await;
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
    Ok(())
}

/// What is wrong with the role is told before the first start, not after it.
#[tokio::test]
async fn missing_migrations_hide_nothing_else() -> anyhow::Result<()> {
    let database = testkit::postgres::Database::new().await?;
    let report = examine(&Env::of(&[("DATABASE_URL", database.superuser_url())])).await;
    assert!(lines(&report, "warning").iter().any(|line| line.contains("is not up to date")), "{report}");
    let problems = lines(&report, "problem");
    assert!(problems.iter().any(|line| line.contains("is a superuser")), "{report}");
    assert!(!problems.iter().any(|line| line.contains("failed")), "{report}");
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("app.sqlite"), "")?;
    let report = examine(&environment(&folder, &[])).await;
    assert!(report.to_string().contains("is not up to date") && !report.has_problem(), "{report}");
    assert!(lines(&report, "ok").iter().any(|line| line == "the file is whole"), "{report}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_problem_without_its_password() -> anyhow::Result<()> {
    // Nothing listens on port 1.
    let env = Env::of(&[("DATABASE_URL", "postgres://app:canary@127.0.0.1:1/app")]);
    assert_eq!(Database::alone(&env)?.url.expose_secret(), "postgres://app:canary@127.0.0.1:1/app");
    let report = examine(&env).await;
    assert_eq!(lines(&report, "problem").len(), 1, "{report}");
    assert!(!report.to_string().contains("canary"), "{report}");
    Ok(())
}

#[test]
fn a_new_database_belongs_to_nobody() {
    assert_eq!(belonging(None, Some("https://a.example")).level, store::Level::Good);
}
