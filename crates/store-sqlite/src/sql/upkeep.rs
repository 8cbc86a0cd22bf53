//! Work of the system: seeding, purging, migrating, looking at the state of things, copying the file.

statements! {
    /// tenant, projects as a JSON array of objects with `name_sort`
    INSERT_PROJECTS = "
        INSERT INTO projects (
            tenant_id, id, key, name, name_sort, description, status, listed_as, colour, owner, created_by, created_at,
            updated_at, deleted_at, version
        )
        SELECT
            $1, value ->> 'id', value ->> 'key', value ->> 'name', value ->> 'name_sort', value ->> 'description',
            value ->> 'status', CASE WHEN value ->> 'deleted_at' IS NULL THEN value ->> 'status' ELSE 'deleted' END,
            value ->> 'colour', value ->> 'owner', value ->> 'created_by', value ->> 'created_at',
            value ->> 'updated_at', value ->> 'deleted_at', value ->> 'version'
        FROM json_each($2)";

    /// tenant, JSON array of pairs of a project's id and a term
    INSERT_TERMS = "
        INSERT INTO project_terms (tenant_id, project_id, term)
        SELECT $1, value ->> 0, value ->> 1 FROM json_each($2)";

    /// tenant, time, rows: what was deleted before
    LIST_DELETED_BEFORE = concat!(
        "SELECT ", project_columns!(""), "
        FROM projects
        WHERE tenant_id = $1 AND deleted_at < $2
        ORDER BY deleted_at, id
        LIMIT +$3"
    );

    /// tenant, id
    PURGE = "DELETE FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NOT NULL";

    /// tenant, id of a project that is gone: what it and its tasks said goes
    CLEAR_TEXTS = "
        UPDATE audit_events
        SET object_name = NULL, before = NULL, after = NULL
        WHERE tenant_id = $1 AND project_id = $2 AND COALESCE(object_name, before, after) IS NOT NULL";

    /// tenant: when the first of its deleted projects was deleted
    FIRST_DELETED = "SELECT MIN(deleted_at) FROM projects WHERE tenant_id = $1 AND deleted_at IS NOT NULL";

    /// name
    HAS_TABLE = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1";

    MIGRATIONS = "SELECT version, description, success, checksum FROM _sqlx_migrations ORDER BY version";

    COMPATIBLE_SINCE = "SELECT compatible_since FROM schema_state WHERE id = 1";

    VERSION = "SELECT sqlite_version()";

    /// 0 as long as nothing was ever made
    SCHEMA_CHANGES = "SELECT schema_version FROM pragma_schema_version";

    JOURNAL_MODE = "SELECT journal_mode FROM pragma_journal_mode";

    SYNCHRONOUS = "SELECT synchronous FROM pragma_synchronous";

    FOREIGN_KEYS = "SELECT foreign_keys FROM pragma_foreign_keys";

    QUICK_CHECK = "SELECT quick_check FROM pragma_quick_check";

    INTEGRITY_CHECK = "SELECT integrity_check FROM pragma_integrity_check";

    /// file
    COPY = "VACUUM INTO $1";

    HOLD = "BEGIN EXCLUSIVE";
}
