//! Work of the system on a tenant's rows: seeding and purging.

statements! {
    /// tenant; then columns of projects: id, key, name, what it is sorted by, description, status, colour, owner, creator,
    /// times of making, change and deletion, version
    INSERT_PROJECTS = "
        INSERT INTO projects (
            tenant_id, id, key, name, name_sort, description, status, listed_as, colour, owner, created_by, created_at,
            updated_at, deleted_at, version
        )
        SELECT
            $1, given.id, given.key, given.name, given.name_sort, given.description, given.status,
            CASE WHEN given.deleted_at IS NULL THEN given.status ELSE 'deleted' END, given.colour, given.owner,
            given.created_by, given.created_at, given.updated_at, given.deleted_at, given.version
        FROM UNNEST(
            $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[]
        ) AS given (
            id, key, name, name_sort, description, status, colour, owner, created_by, created_at, updated_at, deleted_at,
            version
        )";

    /// tenant; then columns of terms: project, term
    INSERT_TERMS = "
        INSERT INTO project_terms (tenant_id, project_id, term)
        SELECT $1, given.project_id, given.term FROM UNNEST($2::uuid[], $3::text[]) AS given (project_id, term)";

    /// tenant, time, rows: what was deleted before, but for what another server is just purging
    LOCK_DELETED_BEFORE = concat!(
        "SELECT ", project_columns!(), "
        FROM projects
        WHERE tenant_id = $1 AND deleted_at < $2
        ORDER BY deleted_at, id
        LIMIT $3
        FOR UPDATE SKIP LOCKED"
    );

    /// tenant, ids
    PURGE = "DELETE FROM projects WHERE tenant_id = $1 AND id = ANY ($2) AND deleted_at IS NOT NULL";

    /// tenant, ids of projects that are gone: what they and their tasks said goes
    CLEAR_TEXTS = "
        UPDATE audit_events
        SET object_name = NULL, before = NULL, after = NULL
        WHERE tenant_id = $1 AND project_id = ANY ($2) AND COALESCE(object_name, before, after) IS NOT NULL";

    /// tenant: when the first of its deleted projects was deleted
    FIRST_DELETED = "SELECT MIN(deleted_at) FROM projects WHERE tenant_id = $1 AND deleted_at IS NOT NULL";
}
