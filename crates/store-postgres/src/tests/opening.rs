//! Opening: what is made, what is kept, and what each refusal says.

use anyhow::Result;
use sqlx::{AssertSqlSafe, Executor, query, query_scalar};
use store::{SystemStore, TooNew, things::ThingStore};
use testkit::postgres::{Cluster, Database};

use super::{CONNECTIONS, ada, create, open, parts};
use crate::{OpenError, PostgresStore, migrations, must_be_one_database};

async fn open_with(url: &str, owner: Option<&str>) -> Result<PostgresStore, OpenError> {
    let (clock, ids) = parts(8);
    PostgresStore::open(url, owner, CONNECTIONS, clock, ids).await
}

#[tokio::test]
async fn what_was_written_is_found_again() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let made = create(&store, &ada()?, "kept").await?;
    store.claim_instance("https://a.test").await?;
    store.close().await;
    let again = open(&database).await?;
    assert_eq!(again.thing(&ada()?, made.id).await?, Some(made));
    assert_eq!(again.claim_instance("https://b.test").await?, "https://a.test");
    Ok(())
}

/// Several servers start at once on an empty database: one migrates, the others wait and find it done.
#[tokio::test(flavor = "multi_thread")]
async fn six_at_once_bring_the_schema_up_to_date_once() -> Result<()> {
    let database = Database::new().await?;
    let opens: Vec<_> = (0..6)
        .map(|seed| {
            let (url, owner) = (database.url().to_owned(), database.owner_url().to_owned());
            tokio::spawn(async move {
                let (clock, ids) = parts(seed);
                PostgresStore::open(&url, Some(&owner), CONNECTIONS, clock, ids).await
            })
        })
        .collect();
    for (opened, name) in opens.into_iter().zip(["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]) {
        create(&opened.await??, &ada()?, name).await?;
    }
    let ran: Vec<i64> = query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version")
        .fetch_all(&mut database.superuser().await?)
        .await?;
    assert_eq!(ran, migrations::ALL.iter().map(|(number, ..)| *number).collect::<Vec<_>>());
    Ok(())
}

/// Once migrated, a server starts without the owner's address; before, it says that it needs it.
#[tokio::test]
async fn migrations_need_the_owner_and_starting_does_not() -> Result<()> {
    let database = Database::new().await?;
    let refusal = open_with(database.url(), None).await.err();
    assert!(matches!(refusal, Some(OpenError::NeedsOwner { .. })), "{refusal:?}");
    open(&database).await?.close().await;
    let store = open_with(database.url(), None).await?;
    create(&store, &ada()?, "without").await?;
    // As it is after a backup was restored: the owner, at the next start, gives the rights again.
    let mut superuser = database.superuser().await?;
    superuser.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM testkit_server").await?;
    let refusal = open_with(database.url(), None).await.err();
    assert!(matches!(refusal, Some(OpenError::NeedsOwner { .. })), "{refusal:?}");
    create(&open(&database).await?, &ada()?, "with").await?;
    Ok(())
}

/// One role for everything works too, and FORCE holds it.
#[tokio::test]
async fn one_role_may_do_it_all() -> Result<()> {
    let database = Database::new().await?;
    let store = open_with(database.owner_url(), None).await?;
    create(&store, &ada()?, "alone").await?;
    let seen: i64 = query_scalar("SELECT COUNT(*) FROM things").fetch_one(&store.database.pool).await?;
    assert_eq!(seen, 0);
    assert_eq!(store.remove_tenant(ada()?.tenant().id()).await?, store::Removal::Done);
    Ok(())
}

#[tokio::test]
async fn a_newer_schema_is_refused() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'later', TRUE, '', 0)";
    let mut superuser = database.superuser().await?;
    query(later).execute(&mut superuser).await?;
    query("UPDATE schema_state SET compatible_since = 9999").execute(&mut superuser).await?;
    let refusal = open(&database).await.err();
    let why = TooNew { found: 9999, known: migrations::newest(), needed: Some(9999) };
    assert!(matches!(&refusal, Some(OpenError::NewerSchema { why: found, .. }) if *found == why), "{refusal:?}");
    let (clock, ids) = parts(9);
    let seen = PostgresStore::as_it_is(database.url(), None, 1, clock, ids)?.schema().await?;
    assert_eq!(seen.migrations.last(), Some(&(9999, "later".to_owned(), store::MigrationState::Unknown)));
    Ok(())
}

#[tokio::test]
async fn an_edited_migration_is_refused() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let edit = "UPDATE _sqlx_migrations SET checksum = '' WHERE version = 1";
    query(edit).execute(&mut database.superuser().await?).await?;
    let refusal = open(&database).await.err();
    assert!(matches!(refusal, Some(OpenError::ChangedMigration { number: 1, .. })), "{refusal:?}");
    Ok(())
}

/// What is not migrated can be looked at, and is left as it is.
#[tokio::test]
async fn looking_changes_nothing() -> Result<()> {
    let database = Database::new().await?;
    let (clock, ids) = parts(9);
    let store = PostgresStore::as_it_is(database.url(), None, 1, clock, ids)?;
    let schema = store.schema().await?;
    assert!(schema.engine.starts_with("PostgreSQL 1"), "{}", schema.engine);
    assert!(schema.migrations.iter().all(|(.., standing)| *standing == store::MigrationState::Missing), "{schema:?}");
    assert!(store.findings().await?.iter().any(|finding| finding.text.contains("server db migrate")));
    let tables: i64 = query_scalar("SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        .fetch_one(&mut database.superuser().await?)
        .await?;
    assert_eq!(tables, 0);
    Ok(())
}

#[tokio::test]
async fn two_databases_are_a_mistake() -> Result<()> {
    let (one, two) = (Database::new().await?, Database::new().await?);
    let refusal = open_with(one.url(), Some(two.owner_url())).await.err();
    assert!(matches!(refusal, Some(OpenError::TwoDatabases { .. })), "{refusal:?}");
    let refusal = must_be_one_database(one.url(), "DATABASE_OWNER_URL", two.owner_url()).await.err();
    assert!(matches!(refusal, Some(OpenError::TwoDatabases { .. })), "{refusal:?}");
    must_be_one_database(one.url(), "DATABASE_OWNER_URL", one.owner_url()).await?;
    Ok(())
}

/// Also where another server has one of the same name.
#[tokio::test]
async fn two_servers_are_a_mistake() -> Result<()> {
    let one = Database::new().await?;
    let cluster = Cluster::own()?;
    let other = Database::on(cluster.url()).await?;
    let (here, there) = (url::Url::parse(one.url())?, url::Url::parse(other.owner_url())?);
    let name = here.path().trim_start_matches('/').to_owned();
    let make = format!("CREATE DATABASE {name} OWNER testkit_owner");
    other.superuser().await?.execute(AssertSqlSafe(make)).await?;
    let mut namesake = there.clone();
    namesake.set_path(&name);
    let refusal = open_with(one.url(), Some(namesake.as_str())).await.err();
    assert!(matches!(refusal, Some(OpenError::TwoDatabases { .. })), "{refusal:?}");
    let refusal = must_be_one_database(one.url(), "DATABASE_OWNER_URL", namesake.as_str()).await.err();
    assert!(matches!(refusal, Some(OpenError::TwoDatabases { .. })), "{refusal:?}");
    Ok(())
}

/// What the owner migrates must be what the server uses: each may look into a schema of its own.
#[tokio::test]
async fn two_schemas_are_a_mistake() -> Result<()> {
    let database = Database::new().await?;
    let mut superuser = database.superuser().await?;
    superuser.execute("CREATE SCHEMA elsewhere AUTHORIZATION testkit_owner").await?;
    superuser.execute("GRANT USAGE ON SCHEMA elsewhere TO testkit_server").await?;
    let elsewhere = |url: &str| format!("{url}?options=-c%20search_path=elsewhere");
    let server = elsewhere(database.url());
    let refusal = open_with(&server, Some(database.owner_url())).await.err();
    assert!(matches!(refusal, Some(OpenError::TwoSchemas { .. })), "{refusal:?}");
    let owner = elsewhere(database.owner_url());
    create(&open_with(&server, Some(&owner)).await?, &ada()?, "elsewhere").await?;
    // Both are complete now, and still not one.
    let refusal = open_with(&server, Some(database.owner_url())).await.err();
    assert!(matches!(refusal, Some(OpenError::TwoSchemas { .. })), "{refusal:?}");
    Ok(())
}

#[tokio::test]
async fn an_encoding_that_does_not_hold_every_text_is_refused() -> Result<()> {
    let database = Database::of_encoding("LATIN1").await?;
    let refusal = open(&database).await.err();
    assert!(matches!(&refusal, Some(OpenError::Encoding { encoding, .. }) if encoding == "LATIN1"), "{refusal:?}");
    let words = refusal.map(|refusal| refusal.to_string()).unwrap_or_default();
    assert!(words.contains("ENCODING 'UTF8' TEMPLATE template0"), "{words}");
    Ok(())
}

#[tokio::test]
async fn what_is_no_address_or_leads_nowhere_is_refused_without_the_password() -> Result<()> {
    let refusal = open_with("other:app", None).await.err();
    assert!(matches!(refusal, Some(OpenError::Url)), "{refusal:?}");
    let refusal = open_with("postgres://app:s3cret@127.0.0.1:1/app", None).await.err().map(|error| error.to_string());
    let refusal = refusal.unwrap_or_default();
    assert!(refusal.starts_with("app at 127.0.0.1:1 as app cannot be opened: "), "{refusal}");
    assert!(!refusal.contains("s3cret"), "{refusal}");
    Ok(())
}
