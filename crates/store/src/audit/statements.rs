//! Statements about the audit trail.

use crate::sql::{page, remove_all, statements};

statements! {
    /// tenant, id, now, actor, action, outcome, object's id, with whose purge its texts go, its name, before, after, request, impersonator
    NOTE = "
        INSERT INTO audit_events (
            tenant_id, id, created_at, actor, action, outcome, object_id, purged_with, object_name, before, after,
            request_id, impersonator
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    /// tenant, `created_at` and id of the last row of the page before, rows
    LIST = page!(
        down "audit_events",
        "created_at",
        "id, created_at, actor, impersonator, action, outcome, object_id, object_name, before, after, request_id"
    );

    /// since when entries are kept; NULL: for ever
    KEPT_SINCE [system] = "SELECT kept_since FROM audit_retention";

    /// tenant, since when they are kept, rows: the oldest before
    TRIM = "
        DELETE FROM audit_events
        WHERE tenant_id = $1 AND id IN (
            SELECT id FROM audit_events WHERE tenant_id = $1 AND created_at < $2 ORDER BY created_at, id LIMIT +$3
        )",
        Postgres => "
        DELETE FROM audit_events
        WHERE tenant_id = $1 AND id = ANY (ARRAY(
            SELECT id FROM audit_events WHERE tenant_id = $1 AND created_at < $2 ORDER BY created_at, id LIMIT $3
        ))";

    /// tenant: when its first entry was made
    OLDEST = "SELECT MIN(created_at) AS since FROM audit_events WHERE tenant_id = $1";

    /// for how many days they are kept; NULL: for ever
    RETENTION [system] = "SELECT audit_retention_days FROM schema_state WHERE id = 1";

    /// days
    SET_RETENTION [system] = "UPDATE schema_state SET audit_retention_days = $1 WHERE id = 1";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = remove_all!("audit_events"), Postgres => remove_all!("audit_events" postgres);
}
