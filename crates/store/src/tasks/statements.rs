//! Statements about tasks.

use crate::sql::statements;

/// The columns of a task, as they are read.
macro_rules! task_columns {
    () => {
        "id, project_id, title, done, position, assignee, created_by, created_at, updated_at, version"
    };
}

statements! {
    /// tenant, project
    HAS_PROJECT = "SELECT id FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";

    /// tenant, project; the places of its tasks are this transaction's to change
    LOCK_PROJECT [locks] = "SELECT id FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";

    /// tenant, project
    COUNT = "SELECT COUNT(*) AS tasks FROM tasks WHERE tenant_id = $1 AND project_id = $2";

    /// tenant, project, position and id of the last row of the page before, rows
    LIST = concat!(
        "SELECT ", task_columns!(), "
        FROM tasks
        WHERE tenant_id = $1 AND project_id = $2 AND (position, id) > ($3, $4)
            AND EXISTS (SELECT 1 FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)
        ORDER BY position, id
        LIMIT +$5"
    );

    /// tenant, project, id
    GET = concat!(
        "SELECT ", task_columns!(), "
        FROM tasks
        WHERE tenant_id = $1 AND project_id = $2 AND id = $3
            AND EXISTS (SELECT 1 FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)"
    );

    /// tenant, project, id, title, position, assignee, creator, now
    CREATE = concat!(
        "INSERT INTO tasks (
            tenant_id, project_id, id, title, done, position, assignee, created_by, created_at, updated_at, version
        )
        VALUES ($1, $2, $3, $4, FALSE, $5, $6, $7, $8, $8, 1)
        RETURNING ", task_columns!()
    );

    /// tenant, project, id, version seen, title, done, position, assignee, now
    UPDATE = concat!(
        "UPDATE tasks
        SET title = $5, done = $6, position = $7, assignee = $8, updated_at = $9, version = version + 1
        WHERE tenant_id = $1 AND project_id = $2 AND id = $3 AND version = $4
        RETURNING ", task_columns!()
    );

    /// tenant, project, first and last position, step
    SHIFT = "
        UPDATE tasks
        SET position = position + $5
        WHERE tenant_id = $1 AND project_id = $2 AND position BETWEEN $3 AND $4";

    /// tenant, project, id
    DELETE = "DELETE FROM tasks WHERE tenant_id = $1 AND project_id = $2 AND id = $3";
}
