//! Migrations that are ended after each of their statements in turn leave nothing, and the next start does it all.

use anyhow::Result;
use sqlx::{AssertSqlSafe, Executor, query, query_scalar};
use testkit::postgres::Database;

use super::{ada, create, open};

/// Ends the session that runs the statement of a certain number, as a crash would. Sequences forget nothing on a
/// rollback, so the number goes on.
const END_AFTER: &str = "
    CREATE SCHEMA killer;
    CREATE SEQUENCE killer.statements;
    CREATE SEQUENCE killer.last;
    CREATE FUNCTION killer.end_session() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        IF nextval('killer.statements') = (SELECT last_value FROM killer.last) THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
        END IF;
    END
    $$;
    CREATE EVENT TRIGGER end_session ON ddl_command_end EXECUTE FUNCTION killer.end_session()";

const TABLES: &str = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";

#[tokio::test]
async fn ended_after_any_statement_nothing_is_left() -> Result<()> {
    let database = Database::new().await?;
    let mut superuser = database.superuser().await?;
    superuser.execute(END_AFTER).await?;
    let mut last = 1;
    loop {
        query("SELECT setval('killer.statements', 1, false), setval('killer.last', $1)")
            .bind(last)
            .execute(&mut superuser)
            .await?;
        let opened = open(&database).await;
        let tables: i64 = query_scalar(TABLES).fetch_one(&mut superuser).await?;
        match opened {
            Err(_) => assert_eq!(tables, 0, "after statement {last}"),
            Ok(store) => {
                create(&store, &ada()?, "whole").await?;
                break;
            }
        }
        last += 1;
    }
    assert!(last > 30, "only {last} statements");
    Ok(())
}

/// An owner's connection that is cut while it waits for another's migrations changes nothing either.
#[tokio::test]
async fn who_waits_may_go() -> Result<()> {
    let database = Database::new().await?;
    let mut other = database.superuser().await?;
    other.execute(AssertSqlSafe(format!("SELECT pg_advisory_lock({})", crate::migrations::LOCK))).await?;
    let waiting = {
        let (url, owner) = (database.url().to_owned(), database.owner_url().to_owned());
        tokio::spawn(async move {
            let (clock, ids) = super::parts(1);
            crate::PostgresStore::open(&url, Some(&owner), 2, clock, ids).await.map(|_| ())
        })
    };
    let mut superuser = database.superuser().await?;
    let waits = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    let pid: i32 = loop {
        if let Some(pid) = query_scalar(waits).fetch_optional(&mut superuser).await? {
            break pid;
        }
    };
    query("SELECT pg_terminate_backend($1)").bind(pid).execute(&mut superuser).await?;
    assert!(waiting.await?.is_err());
    let tables: i64 = query_scalar(TABLES).fetch_one(&mut superuser).await?;
    assert_eq!(tables, 0);
    drop(other);
    create(&open(&database).await?, &ada()?, "whole").await?;
    Ok(())
}
