//! Search terms made anew, and how far that is. None of it is a tenant's own but the projects.

statements! {
    /// Which rules the terms were made by.
    VERSION = "SELECT terms_version FROM schema_state WHERE id = 1";

    /// server, now, until when, version; nothing where another server is at it, or at newer rules
    HOLD = "
        INSERT INTO terms_renewal (id, version, server, held_until, done_tenant, done_project)
        VALUES (1, $4, $1, $3, '', '')
        ON CONFLICT (id) DO UPDATE SET
            version = excluded.version,
            server = excluded.server,
            held_until = excluded.held_until,
            done_tenant = CASE WHEN terms_renewal.version = excluded.version THEN terms_renewal.done_tenant ELSE '' END,
            done_project = CASE WHEN terms_renewal.version = excluded.version THEN terms_renewal.done_project ELSE '' END
        WHERE terms_renewal.version <= excluded.version
            AND (terms_renewal.server = excluded.server OR terms_renewal.held_until < $2)
        RETURNING done_tenant, done_project";

    /// the last tenant that is done
    NEXT_TENANT = "SELECT id FROM tenants WHERE id > $1 AND removed_at IS NULL ORDER BY id LIMIT 1";

    /// tenant, the last project that is done, rows
    LIST_PROJECTS = concat!(
        "SELECT ", project_columns!(""), " FROM projects WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT +$3"
    );

    /// server, tenant, the last project that is done, if there may be more; until when
    NOTE = "UPDATE terms_renewal SET done_tenant = $2, done_project = $3, held_until = $4 WHERE id = 1 AND server = $1";

    /// version
    FINISH = "UPDATE schema_state SET terms_version = $1 WHERE id = 1 AND terms_version < $1";

    /// server
    RELEASE = "DELETE FROM terms_renewal WHERE id = 1 AND server = $1";
}
