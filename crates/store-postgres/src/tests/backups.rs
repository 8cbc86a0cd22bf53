//! H12: a copy taken while others write is whole, is put back whole, and says why when it cannot be.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result, ensure};
use domain::PageRequest;
use sqlx::query_scalar;
use store::{AuditStore, SystemStore, things::ThingStore};
use testkit::postgres::{Cluster, Database};
use tokio::sync::watch;

use super::{ada, allowed, create, open, open_with, sam, schema::tenant_tables_of};
use crate::{BackupError, PostgresStore, backup, restore};

/// All names, each with a note in the audit trail, or an error.
pub(super) async fn names(store: &PostgresStore) -> Result<BTreeSet<String>> {
    let ada = ada()?;
    let names: BTreeSet<String> = store.things(&ada).await?.into_iter().map(|thing| thing.name).collect();
    let mut request = PageRequest::default();
    let mut noted = BTreeSet::new();
    loop {
        let page = AuditStore::list(store, &ada.require()?, &request).await?;
        noted.extend(page.items.into_iter().filter_map(|event| event.object_name));
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    assert_eq!(noted, names);
    Ok(names)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_under_writes_is_whole_and_is_put_back_whole() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy");
    let (database, other) = (Database::new().await?, Database::new().await?);
    let store = open(&database).await?;
    for name in ["before one", "before two"] {
        create(&store, &ada()?, name).await?;
    }
    create(&store, &sam()?, "theirs").await?;
    let copier = allowed(&database).await?;
    let (stop, stopped) = watch::channel(false);
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            let mut made = BTreeSet::new();
            while !*stopped.borrow() {
                made.insert(create(&store, &ada()?, &format!("during {}", made.len())).await?.name);
            }
            anyhow::Ok(made)
        })
    };
    backup(copier, &file).await?;
    stop.send(true)?;
    let during = writing.await??;
    store.close().await;
    // Into an empty database, then over what is there.
    for seed in 8..10 {
        restore(other.owner_url(), &file).await?;
        let copy = open_with(&other, seed).await?;
        let found = names(&copy).await?;
        ensure!(found.contains("before one") && found.contains("before two"), "{found:?}");
        ensure!(found.iter().all(|name| name.starts_with("before") || during.contains(name)), "{found:?}");
        assert_eq!(copy.things(&sam()?).await?.len(), 1);
        create(&copy, &ada()?, "after").await?;
        copy.close().await;
    }
    is_protected(&other).await
}

/// The copy brings the policies along.
async fn is_protected(database: &Database) -> Result<()> {
    let statement = "SELECT relname::TEXT FROM pg_class WHERE relrowsecurity AND relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'tenant') ORDER BY relname";
    let mut superuser = database.superuser().await?;
    let tables: Vec<String> = query_scalar(statement).fetch_all(&mut superuser).await?;
    assert_eq!(tables, tenant_tables_of(&mut superuser).await?);
    Ok(())
}

/// Through a port that asks for a password.
#[tokio::test]
async fn the_password_is_passed_on() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy");
    let cluster = Cluster::own()?;
    let database = Database::on(cluster.url()).await?;
    let store = open(&database).await?;
    create(&store, &ada()?, "Moon").await?;
    store.close().await;
    backup(allowed(&database).await?, &file).await?;
    restore(database.owner_url(), &file).await?;
    assert_eq!(names(&open(&database).await?).await?.len(), 1);
    Ok(())
}

async fn refusal(url: &str, file: &Path) -> Result<BackupError> {
    backup(url, file).await.err().context("there is a copy")
}

#[tokio::test]
async fn what_would_be_no_copy_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy");
    let database = Database::new().await?;
    open(&database).await?;
    // Nobody may before it is allowed to: neither the role that serves, nor the owner, nor the one that is to be.
    for url in [database.url(), database.owner_url(), database.backup_url()] {
        let held_back = refusal(url, &file).await?;
        ensure!(matches!(held_back, BackupError::HeldBack { .. }), "{held_back}");
    }
    let nowhere = refusal(allowed(&database).await?, &folder.path().join("no/such/folder/copy")).await?;
    ensure!(matches!(nowhere, BackupError::File { .. }), "{nowhere}");
    ensure!(std::fs::read_dir(folder.path())?.next().is_none(), "something was left");
    backup(allowed(&database).await?, &file).await?;
    let taken = refusal(allowed(&database).await?, &file).await?;
    ensure!(matches!(taken, BackupError::File { .. }), "{taken}");
    let unreachable = refusal("postgres://app:s3cret@127.0.0.1:1/app", &folder.path().join("other")).await?;
    ensure!(matches!(unreachable, BackupError::Database { .. }), "{unreachable}");
    ensure!(!unreachable.to_string().contains("s3cret"), "{unreachable}");
    Ok(())
}

/// What is no copy is refused, and what the database holds stays.
#[tokio::test]
async fn a_broken_copy_changes_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy");
    let database = Database::new().await?;
    let store = open(&database).await?;
    create(&store, &ada()?, "Moon").await?;
    backup(allowed(&database).await?, &file).await?;
    create(&store, &ada()?, "Mars").await?;
    store.close().await;
    let whole = std::fs::read(&file)?;
    for broken in [b"Dear Ada".as_slice(), whole.get(..whole.len() - 200).unwrap_or_default(), b""] {
        std::fs::write(&file, broken)?;
        let refusal = restore(database.owner_url(), &file).await.err().context("it was restored")?;
        ensure!(matches!(refusal, BackupError::Failed { program: "pg_restore", .. }), "{refusal}");
    }
    assert_eq!(names(&open(&database).await?).await?.len(), 2);
    Ok(())
}
