//! The registry of tenants. Its rows hold nothing of a tenant's own.

statements! {
    /// tenant, kind, now
    REGISTER = "INSERT INTO tenants (id, kind, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";

    /// the last id of the page before, rows
    LIST = "SELECT id, created_at, removed_at FROM tenants WHERE id > $1 ORDER BY id LIMIT +$2";

    /// time, the last id of the page before, rows: who has projects that were deleted before
    LIST_WITH_DELETED = "
        SELECT id
        FROM tenants
        WHERE deleted_since < $1 AND id > $2 AND removed_at IS NULL
        ORDER BY id
        LIMIT +$3";

    /// tenant, time: a project of it was deleted then
    NOTE_DELETED = "UPDATE tenants SET deleted_since = COALESCE(CASE WHEN deleted_since < $2 THEN deleted_since END, $2)
        WHERE id = $1";

    /// tenant, when the first of its deleted projects was deleted, if it has any; how many are gone for good
    SET_DELETED = "UPDATE tenants SET deleted_since = $2, projects = projects - $3 WHERE id = $1";

    /// tenant, how many projects it may have
    IS_FULL = "SELECT 1 FROM tenants WHERE id = $1 AND projects >= $2";

    /// tenant, how many projects it has just got
    COUNT_NEW = "UPDATE tenants SET projects = projects + $2 WHERE id = $1";

    /// tenant, now; from here on its audit trail may go
    MARK_REMOVED = "UPDATE tenants SET removed_at = COALESCE(removed_at, $2) WHERE id = $1";

    /// tenant, rows
    REMOVE_EVENTS = "
        DELETE FROM audit_events
        WHERE tenant_id = $1 AND id IN (SELECT id FROM audit_events WHERE tenant_id = $1 ORDER BY id LIMIT +$2)";

    /// tenant, rows; tasks and terms go with their project
    REMOVE_PROJECTS = "
        DELETE FROM projects
        WHERE tenant_id = $1 AND id IN (SELECT id FROM projects WHERE tenant_id = $1 ORDER BY id LIMIT +$2)";

    /// tenant
    UNREGISTER = "DELETE FROM tenants WHERE id = $1";
}
