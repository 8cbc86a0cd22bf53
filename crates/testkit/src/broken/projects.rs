//! Rows of projects and tasks that no schema may hold.

/// Statements that break one check each. They need a project, a task and search terms.
pub(super) fn statements() -> impl Iterator<Item = String> {
    let [projects, tasks] = [("projects", PROJECTS), ("tasks", TASKS)]
        .map(|(table, values)| values.iter().map(move |value| format!("UPDATE {table} SET {value}")));
    let long = [("projects", "name", 101), ("projects", "description", 2_001), ("tasks", "title", 201)]
        .map(|(table, column, length)| format!("UPDATE {table} SET {column} = '{}'", "x".repeat(length)));
    projects.chain(tasks).chain(long).chain(OTHERS.iter().map(ToString::to_string))
}

const PROJECTS: &[&str] = &[
    "key = 'a'",
    "key = 'A'",
    "key = '1A'",
    "key = 'A-B'",
    "key = 'ABCDEFGHIJKLM'",
    "name = ''",
    "name_sort = ''",
    "status = 'open'",
    "colour = 'mauve'",
    "owner = 'org_x'",
    "created_by = 'x'",
    "version = 0",
    "listed_as = 'deleted'",
    "deleted_at = 1",
];
const TASKS: &[&str] = &["title = ''", "position = 0", "assignee = 'x'", "created_by = 'org_x'", "version = 0"];

const OTHERS: &[&str] = &[
    "UPDATE project_terms SET term = ''",
    "UPDATE schema_state SET terms_version = 0",
    "INSERT INTO terms_renewal (id, version, done_tenant, done_project) VALUES (2, 2, '', '')",
    "INSERT INTO terms_renewal (id, version, done_tenant, done_project) VALUES (1, 0, '', '')",
];
