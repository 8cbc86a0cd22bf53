//! What `server doctor` is told.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
};

use anyhow::Result;
use sqlx::query;
use store::{Finding, Level, SystemStore};

use super::{ada, make_many, open, parts, url};
use crate::{SqliteStore, backup};

fn problems(findings: &[Finding]) -> Vec<&str> {
    findings.iter().filter(|finding| finding.level == Level::Problem).map(|finding| finding.text.as_str()).collect()
}

#[tokio::test]
async fn a_healthy_database_has_no_problem() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let findings = store.findings().await?;
    assert_eq!(problems(&findings), [""; 0]);
    assert!(findings.iter().any(|finding| finding.text.contains("no row-level security")), "{findings:?}");
    Ok(())
}

#[tokio::test]
async fn weak_settings_are_problems() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    for (weak, sign) in [("PRAGMA synchronous = NORMAL", "power cut"), ("PRAGMA foreign_keys = OFF", "foreign keys")] {
        query(weak).execute(&store.engine.writer).await?;
        let findings = store.findings().await?;
        assert!(problems(&findings).iter().any(|problem| problem.contains(sign)), "{weak}: {findings:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_trail_that_nothing_keeps_is_a_problem() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    store.keep_trail(Some(90)).await?;
    let findings = store.findings().await?;
    assert!(findings.iter().any(|finding| finding.text.contains("is kept for 90 days")), "{findings:?}");
    for trigger in ["audit_events_do_not_change", "audit_events_are_kept", "audit_events_are_not_replaced"] {
        let other = open(&folder.path().join(format!("{trigger}.db"))).await?;
        query(sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).execute(&other.engine.writer).await?;
        let findings = other.findings().await?;
        assert!(problems(&findings).iter().any(|problem| problem.contains("keeps the audit trail")), "{findings:?}");
    }
    Ok(())
}

/// The next start sets the mode.
#[tokio::test]
async fn a_backup_that_no_server_opened_is_no_problem() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (file, copy) = (folder.path().join("app.db"), folder.path().join("copy.db"));
    open(&file).await?.close().await;
    backup(&url(&file), &copy).await?;
    let (clock, ids) = parts(8);
    let findings = SqliteStore::look(&url(&copy), clock, ids).await?.findings().await?;
    assert_eq!(problems(&findings), [""; 0]);
    let warnings: Vec<_> = findings.iter().filter(|finding| finding.level == Level::Warning).collect();
    assert!(matches!(warnings.as_slice(), [mode] if mode.text.contains("journal mode is delete")), "{findings:?}");
    Ok(())
}

#[tokio::test]
async fn a_damaged_file_is_a_problem() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    make_many(&store, &ada()?, 5_000).await?;
    store.close().await;
    let mut bytes = fs::OpenOptions::new().write(true).open(&file)?;
    bytes.seek(SeekFrom::Start(fs::metadata(&file)?.len() / 4096 / 2 * 4096))?;
    bytes.write_all(&[0x55; 4096 * 4])?;
    let (clock, ids) = parts(8);
    let findings = SqliteStore::look(&url(&file), clock, ids).await?.findings().await?;
    assert!(problems(&findings).iter().any(|problem| problem.contains("restore a backup")), "{findings:?}");
    Ok(())
}
