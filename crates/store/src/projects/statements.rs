//! Statements about single projects and their search terms.

use crate::sql::{remove_all, statements};

/// The columns of a project, as they are read; the prefix (`projects.`) is for joins.
#[rustfmt::skip]
macro_rules! project_columns {
    () => {
        project_columns!("")
    };
    ($of:literal) => {
        concat!(
            $of, "id, ", $of, "key, ", $of, "name, ", $of, "description, ", $of, "status, ", $of, "colour, ", $of,
            "owner, ", $of, "created_by, ", $of, "created_at, ", $of, "updated_at, ", $of, "deleted_at, ", $of,
            "version"
        )
    };
}
pub(crate) use project_columns;

statements! {
    /// tenant, id
    GET = concat!(
        "SELECT ", project_columns!(), " FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
    );

    /// tenant, id; deleted or not
    LOCK [locks] = concat!("SELECT ", project_columns!(), " FROM projects WHERE tenant_id = $1 AND id = $2");

    /// tenant, id, key, name, what it is sorted by, description, status, colour, owner, creator, now; nothing where the
    /// key is taken
    CREATE = concat!(
        "INSERT INTO projects (
            tenant_id, id, key, name, name_sort, description, status, listed_as, colour, owner, created_by, created_at,
            updated_at, version
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $11, 1)
        ON CONFLICT (tenant_id, key) DO NOTHING
        RETURNING ", project_columns!()
    );

    /// tenant, id, version seen, name, what it is sorted by, description, key, status, colour, owner, now
    UPDATE = concat!(
        "UPDATE projects
        SET name = $4, name_sort = $5, description = $6, key = COALESCE($7, key), status = COALESCE($8, status),
            listed_as = COALESCE($8, status), colour = COALESCE($9, colour), owner = COALESCE($10, owner),
            updated_at = $11, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3 AND deleted_at IS NULL
        RETURNING ", project_columns!()
    );

    /// tenant, id, now
    DELETE = concat!(
        "UPDATE projects
        SET deleted_at = $3, listed_as = 'deleted', updated_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
        RETURNING ", project_columns!()
    );

    /// tenant, id, now
    RESTORE = concat!(
        "UPDATE projects
        SET deleted_at = NULL, listed_as = status, updated_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NOT NULL
        RETURNING ", project_columns!()
    );

    /// tenant, project, the terms it has now
    REMOVE_OLD_TERMS = "
        DELETE FROM project_terms
        WHERE tenant_id = $1 AND project_id = $2 AND term NOT IN (SELECT value FROM json_each($3))",
        Postgres => "DELETE FROM project_terms WHERE tenant_id = $1 AND project_id = $2 AND term <> ALL ($3)";

    /// tenant, project, terms
    ADD_TERMS = "
        INSERT INTO project_terms (tenant_id, project_id, term)
        SELECT $1, $2, value FROM json_each($3) WHERE TRUE
        ON CONFLICT (tenant_id, project_id, term) DO NOTHING",
        Postgres => "
        INSERT INTO project_terms (tenant_id, project_id, term)
        SELECT $1, $2, given.term FROM UNNEST($3::text[]) AS given (term)
        ON CONFLICT (tenant_id, project_id, term) DO NOTHING";

    /// tenant, rows: for the removal of the tenant; tasks and terms go with their project
    REMOVE_ALL = remove_all!("projects"), Postgres => remove_all!("projects" postgres);
}
