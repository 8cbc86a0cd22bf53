//! Every statement of the adapter. A test reads them all: those on a tenant table name `tenant_id`.

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $statement:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $statement;)*

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $statement)),*];
    };
}

statements! {
    /// tenant, rows
    LIST_PROJECTS = "
        SELECT id, name, description, created_by, created_at, updated_at, version
        FROM projects
        WHERE tenant_id = $1
        ORDER BY created_at DESC, id DESC
        LIMIT $2";

    /// tenant, rows, `created_at` and id of the last row of the page before
    LIST_PROJECTS_AFTER = "
        SELECT id, name, description, created_by, created_at, updated_at, version
        FROM projects
        WHERE tenant_id = $1 AND (created_at, id) < ($3, $4)
        ORDER BY created_at DESC, id DESC
        LIMIT $2";

    /// tenant, id
    GET_PROJECT = "
        SELECT id, name, description, created_by, created_at, updated_at, version
        FROM projects
        WHERE tenant_id = $1 AND id = $2";

    /// tenant, id, name, description, creator, now
    CREATE_PROJECT = "
        INSERT INTO projects (tenant_id, id, name, description, created_by, created_at, updated_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
        RETURNING id, name, description, created_by, created_at, updated_at, version";

    /// tenant, id, version seen, name, description, now
    UPDATE_PROJECT = "
        UPDATE projects
        SET name = $4, description = $5, updated_at = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        RETURNING id, name, description, created_by, created_at, updated_at, version";

    /// tenant, id
    DELETE_PROJECT = "DELETE FROM projects WHERE tenant_id = $1 AND id = $2";

    /// tenant, id, creator
    DELETE_OWN_PROJECT = "DELETE FROM projects WHERE tenant_id = $1 AND id = $2 AND created_by = $3";

    /// issuer, now
    CLAIM_INSTANCE = "INSERT INTO instance (id, issuer, claimed_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";

    GET_INSTANCE = "SELECT issuer FROM instance WHERE id = 1";

    PING = "SELECT 1";
}
