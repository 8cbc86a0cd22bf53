use super::*;

fn refusal(statement: &str) -> Option<String> {
    let tables = ["projects".to_owned(), "tasks".to_owned()];
    check(statement, &tables).err().map(|error| format!("{error:#}"))
}

#[test]
fn bound_statements_pass() {
    for statement in [
        "SELECT 1",
        "SELECT issuer FROM instance",
        "SELECT * FROM projects WHERE tenant_id = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC LIMIT $4",
        "SELECT * FROM projects WHERE $1 = tenant_id AND (name = $2 OR description = $2)",
        "SELECT p.name FROM projects AS p JOIN tasks t ON t.tenant_id = p.tenant_id AND t.project_id = p.id WHERE p.tenant_id = $1",
        "SELECT p.name FROM projects p LEFT JOIN tasks t ON t.tenant_id = $1 WHERE p.tenant_id = $1",
        "SELECT * FROM projects WHERE tenant_id = $1 AND id IN (SELECT project_id FROM tasks WHERE tasks.tenant_id = projects.tenant_id)",
        "WITH found AS (SELECT id FROM tasks WHERE tenant_id = $1) SELECT * FROM found",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2) ON CONFLICT (tenant_id, id) DO UPDATE SET name = $3",
        "INSERT INTO tasks (id, tenant_id) SELECT id, tenant_id FROM projects WHERE tenant_id = $1",
        "UPDATE projects SET name = $3 WHERE tenant_id = $1 AND id = $2 RETURNING *",
        "DELETE FROM projects WHERE (tenant_id = $1 AND id = $2)",
    ] {
        assert_eq!(refusal(statement), None, "{statement}");
    }
}

#[test]
fn unbound_statements_are_caught() {
    for statement in [
        "SELECT * FROM projects",
        "SELECT * FROM projects WHERE id = $1",
        "SELECT tenant_id FROM projects WHERE id = $1",
        "SELECT * FROM projects WHERE tenant_id = $1 OR id = $2",
        "SELECT * FROM projects WHERE NOT (tenant_id = $1)",
        "SELECT * FROM projects WHERE tenant_id <> $1",
        "SELECT * FROM projects WHERE tenant_id = tenant_id",
        "SELECT * FROM projects WHERE tenant_id = 'org_1'",
        "SELECT * FROM projects p, tasks t WHERE p.tenant_id = $1",
        "SELECT * FROM projects p, tasks t WHERE p.tenant_id = t.tenant_id AND t.tenant_id = p.tenant_id",
        "SELECT * FROM projects p LEFT JOIN tasks t ON p.tenant_id = $1",
        "SELECT * FROM projects WHERE tenant_id = $1 AND id IN (SELECT project_id FROM tasks)",
        "SELECT (SELECT name FROM projects WHERE id = $1)",
        "SELECT * FROM projects WHERE tenant_id = $1 UNION SELECT * FROM projects",
        "WITH found AS (SELECT id FROM tasks) SELECT * FROM found",
        "INSERT INTO projects (id) VALUES ($1)",
        "INSERT INTO projects VALUES ($1, $2)",
        "INSERT INTO projects (tenant_id, id) VALUES ('org_1', $1)",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = $3",
        "INSERT OR REPLACE INTO projects (tenant_id, id) VALUES ($1, $2)",
        "UPDATE projects SET name = $2 WHERE id = $1",
        "UPDATE projects SET tenant_id = $2 WHERE tenant_id = $1",
        "DELETE FROM projects",
        "DELETE FROM projects WHERE id = $1",
        "DELETE FROM projects WHERE id IN (SELECT project_id FROM tasks WHERE tenant_id = $1)",
    ] {
        assert!(refusal(statement).is_some(), "{statement}");
    }
}

#[test]
fn other_traps_are_caught() {
    for statement in [
        "SELECT * FROM projects WHERE tenant_id = $1 LIMIT 20 OFFSET 40",
        "SELECT 1; DELETE FROM projects",
        "DROP TABLE projects",
        "SELEKT 1",
    ] {
        assert!(refusal(statement).is_some(), "{statement}");
    }
}
