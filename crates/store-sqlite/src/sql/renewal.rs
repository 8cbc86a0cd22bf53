//! Search terms made anew, and how far that is. None of it is a tenant's own but the projects.

statements! {
    /// Which rules the terms were made by.
    VERSION = "SELECT terms_version FROM schema_state WHERE id = 1";

    /// version: whether a server is at newer rules
    IS_NEWER = "SELECT 1 FROM terms_renewal WHERE id = 1 AND version > $1";

    /// version; how far it is, nothing where a server is at newer rules
    GO_ON = "
        INSERT INTO terms_renewal (id, version, done_tenant, done_project)
        VALUES (1, $1, '', '')
        ON CONFLICT (id) DO UPDATE SET
            version = excluded.version,
            done_tenant = CASE WHEN terms_renewal.version = excluded.version THEN terms_renewal.done_tenant ELSE '' END,
            done_project = CASE WHEN terms_renewal.version = excluded.version THEN terms_renewal.done_project ELSE '' END
        WHERE terms_renewal.version <= excluded.version
        RETURNING done_tenant, done_project";

    /// the last tenant that is done
    NEXT_TENANT = "SELECT id FROM tenants WHERE id > $1 AND removed_at IS NULL ORDER BY id LIMIT 1";

    /// tenant, the last project that is done, rows
    LIST_PROJECTS = concat!(
        "SELECT ", project_columns!(""), " FROM projects WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT +$3"
    );

    /// tenant, the last project that is done, if there may be more
    NOTE = "UPDATE terms_renewal SET done_tenant = $1, done_project = $2 WHERE id = 1";

    /// version
    FINISH = "UPDATE schema_state SET terms_version = $1 WHERE id = 1 AND terms_version < $1";

    /// It is at its end.
    FORGET = "DELETE FROM terms_renewal WHERE id = 1";
}
