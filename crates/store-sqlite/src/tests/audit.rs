//! The trail only grows, whoever writes to the file; it goes with its tenant.

use anyhow::{Result, ensure};
use sqlx::query;

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
        let refusal = query(statement).execute(&store.writer).await.err().map(|error| error.to_string());
        let refusal = refusal.unwrap_or_default();
        ensure!(refusal.contains("the audit trail is append-only"), "{statement}: {refusal}");
    }
    let untouched = "SELECT COUNT(*) FROM audit_events WHERE action = 'project.created' AND actor <> 'user_else'";
    assert_eq!(counted(&store, untouched).await?, 1);
    query("UPDATE tenants SET removed_at = 1").execute(&store.writer).await?;
    query("DELETE FROM audit_events").execute(&store.writer).await?;
    Ok(())
}

/// What a refusal would tell of an object, the table itself refuses.
#[tokio::test]
async fn a_refusal_tells_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let refused = "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome, object_id, object_name)
        VALUES ('org_a', '01890a5d-ac96-774b-bcce-b302099a8057', 1, 'project.updated', 'refused', 'x', $1)";
    assert!(query(refused).bind("Moon").execute(&store.writer).await.is_err());
    assert!(query(refused).bind(None::<&str>).execute(&store.writer).await.is_ok());
    Ok(())
}
