//! Rows that no schema may hold, whoever writes them: the checks of the tables, the last net below types and forms.

/// Statements that break one check each, in both dialects. They need the tenant of the name, with a project, a task and
/// search terms.
#[must_use]
pub fn statements(tenant: &str) -> Vec<String> {
    let [projects, tasks] = [("projects", PROJECTS), ("tasks", TASKS)]
        .map(|(table, values)| values.iter().map(move |value| format!("UPDATE {table} SET {value}")));
    let long = [("projects", "name", 101), ("projects", "description", 2_001), ("tasks", "title", 201)]
        .map(|(table, column, length)| format!("UPDATE {table} SET {column} = '{}'", "x".repeat(length)));
    let events = EVENTS.iter().map(|values| format!("{NEW_EVENT} VALUES ('{tenant}', '{ID}', 0, {values})"));
    projects.chain(tasks).chain(long).chain(events).chain(OTHERS.iter().map(ToString::to_string)).collect()
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

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const NEW_EVENT: &str =
    "INSERT INTO audit_events (tenant_id, id, created_at, actor, action, outcome, object_name, before)";
const EVENTS: &[&str] = &[
    "'x', 'a.b', 'done', NULL, NULL",
    "NULL, 'ab', 'done', NULL, NULL",
    "NULL, 'a.b', 'maybe', NULL, NULL",
    "NULL, 'a.b', 'refused', 'Moon', NULL",
    "NULL, 'a.b', 'refused', NULL, '{}'",
];

const OTHERS: &[&str] = &[
    "UPDATE project_terms SET term = ''",
    "INSERT INTO addresses (slug, organization_id, seen_at) VALUES ('', 'org_x', 0)",
    "INSERT INTO addresses (slug, organization_id, seen_at) VALUES ('x', 'user_x', 0)",
    "INSERT INTO tenants (id, kind, created_at) VALUES ('x', 'personal', 0)",
    "INSERT INTO tenants (id, kind, created_at) VALUES ('org_x', 'personal', 0)",
    "INSERT INTO instance (id, issuer, claimed_at) VALUES (2, 'https://a.test', 0)",
    "INSERT INTO instance (id, issuer, claimed_at) VALUES (1, '', 0)",
    "INSERT INTO schema_state (id, compatible_since) VALUES (2, 1)",
    "UPDATE schema_state SET compatible_since = 0",
    "UPDATE schema_state SET terms_version = 0",
    "INSERT INTO terms_renewal (id, version, done_tenant, done_project) VALUES (2, 2, '', '')",
    "INSERT INTO terms_renewal (id, version, done_tenant, done_project) VALUES (1, 0, '', '')",
    "INSERT INTO leases (name, holder, until) VALUES ('', 'a', 0)",
    "INSERT INTO leases (name, holder, until) VALUES ('x', '', 0)",
];
