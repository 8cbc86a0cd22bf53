//! The trail only grows, whoever writes to the file; it goes with its tenant.

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, query};
use store::SystemStore;

use super::{ada, counted, made, open};

#[tokio::test]
async fn entries_are_neither_changed_nor_deleted_nor_replaced() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    made(&store, &ada()?, "Moon").await?;
    for statement in [
        "UPDATE audit_events SET actor = 'user_else'",
        "UPDATE OR REPLACE audit_events SET id = id",
        "DELETE FROM audit_events",
        "REPLACE INTO audit_events SELECT * FROM audit_events",
        "INSERT INTO audit_events SELECT * FROM audit_events WHERE TRUE
            ON CONFLICT (tenant_id, id) DO UPDATE SET actor = 'user_else'",
    ] {
        let refusal = query(statement).execute(&store.engine.writer).await.err().map(|error| error.to_string());
        let refusal = refusal.unwrap_or_default();
        ensure!(refusal.contains("the audit trail is append-only"), "{statement}: {refusal}");
    }
    let untouched = "SELECT COUNT(*) FROM audit_events WHERE action = 'thing.created' AND actor <> 'user_else'";
    assert_eq!(counted(&store, untouched).await?, 1);
    query("UPDATE tenants SET removed_at = 1").execute(&store.engine.writer).await?;
    query("DELETE FROM audit_events").execute(&store.engine.writer).await?;
    Ok(())
}

/// What a refusal would tell of an object, the table itself refuses.
#[tokio::test]
async fn a_refusal_tells_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let refused = "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome, object_id, object_name)
        VALUES ('org_a', '01890a5d-ac96-774b-bcce-b302099a8057', 1, 'thing.updated', 'refused', 'x', $1)";
    assert!(query(refused).bind("Moon").execute(&store.engine.writer).await.is_err());
    assert!(query(refused).bind(None::<&str>).execute(&store.engine.writer).await.is_ok());
    Ok(())
}

/// Old by SQLite's clock, whatever ours says; and young. Whoever writes to the file is held to the limit.
#[tokio::test]
async fn what_is_kept_no_longer_may_go_and_nothing_else() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let run = async |statement: &str| {
        let outcome = query(AssertSqlSafe(statement)).execute(&store.engine.writer).await;
        outcome.map(|done| done.rows_affected()).map_err(|error| error.to_string())
    };
    for (number, time) in [(1, 1_000_000_000_000_i64), (2, 4_102_444_800_000)] {
        let entry = format!(
            "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome)
            VALUES ('org_a', '01890a5d-ac96-774b-bcce-b302099a805{number}', {time}, 'a.b', 'done')"
        );
        assert_eq!(run(&entry).await, Ok(1));
    }
    let is_refused =
        |outcome: Result<u64, String>| outcome.is_err_and(|words| words.contains("the audit trail is append-only"));
    let delete_old = "DELETE FROM audit_events WHERE created_at <= 1000000000000";
    ensure!(is_refused(run(delete_old).await), "there is no limit");
    store.keep_trail(Some(30)).await?;
    ensure!(is_refused(run("DELETE FROM audit_events").await), "one is young");
    ensure!(is_refused(run("UPDATE audit_events SET created_at = 0").await));
    assert_eq!(run(delete_old).await, Ok(1));
    assert_eq!(counted(&store, "SELECT COUNT(*) FROM audit_events").await?, 1);
    Ok(())
}
