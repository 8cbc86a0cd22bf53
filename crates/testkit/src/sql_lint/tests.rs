use super::*;

fn refusal(statement: &str) -> Option<String> {
    let tables = ["projects", "tasks", "project_terms"].map(str::to_owned);
    check(statement, &tables).err().map(|error| format!("{error:#}"))
}

/// Each is fine, and none is once one of its conditions is spoiled.
#[test]
fn bound_statements_pass_and_each_missing_condition_is_caught() {
    for statement in [
        "SELECT 1",
        "SELECT issuer FROM instance",
        "SELECT * FROM projects WHERE tenant_id = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC LIMIT $4",
        "SELECT created_at, id FROM projects WHERE tenant_id = $1 ORDER BY created_at DESC LIMIT 1 OFFSET $2",
        "SELECT * FROM projects WHERE tenant_id = $1::text AND (name = $2 OR description = $2) FOR UPDATE",
        "SELECT p.name FROM projects AS p JOIN tasks t ON t.tenant_id = p.tenant_id AND t.project_id = p.id WHERE p.tenant_id = $1",
        "SELECT p.name FROM projects p LEFT JOIN tasks t ON t.tenant_id = $1 WHERE p.tenant_id = $1",
        "SELECT * FROM projects WHERE tenant_id = $1 AND id IN (SELECT project_id FROM tasks WHERE tasks.tenant_id = projects.tenant_id)",
        "SELECT COUNT(*) FROM (SELECT 1 FROM project_terms WHERE tenant_id = $1 AND term >= $2 AND term < $3 LIMIT 1001)",
        "SELECT * FROM projects p WHERE p.tenant_id = $1 AND ($5 IS NULL OR EXISTS (SELECT 1 FROM project_terms t WHERE t.tenant_id = p.tenant_id AND t.project_id = p.id AND t.term >= $5 AND t.term < $6))",
        "SELECT * FROM projects p WHERE p.tenant_id = $1 AND ($5 IS NULL OR EXISTS (SELECT 1 FROM project_terms t WHERE t.tenant_id = $1 AND t.project_id = p.id))",
        "WITH found AS (SELECT DISTINCT project_id FROM project_terms WHERE tenant_id = $1) SELECT p.* FROM found f JOIN projects p ON p.tenant_id = $1 AND p.id = f.project_id",
        "WITH walked AS MATERIALIZED (SELECT id FROM projects WHERE tenant_id = $1 LIMIT 1000) SELECT w.id FROM walked w WHERE EXISTS (SELECT 1 FROM project_terms t WHERE t.tenant_id = $1 AND t.project_id = w.id)",
        "SELECT EXISTS (SELECT 1 FROM tasks WHERE tenant_id = $1), (SELECT COUNT(*) FROM projects WHERE tenant_id = $1)",
        "SELECT * FROM projects WHERE tenant_id = $1 UNION ALL SELECT * FROM projects WHERE tenant_id = $1",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2), ($1, $3) ON CONFLICT (tenant_id, id) DO UPDATE SET name = $3",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2) ON CONFLICT (tenant_id, key) DO NOTHING RETURNING id",
        "INSERT INTO tasks (id, tenant_id) SELECT id, tenant_id FROM projects WHERE tenant_id = $1",
        "INSERT INTO tasks (id, tenant_id) SELECT p.id, p.tenant_id FROM projects p WHERE p.tenant_id = $1",
        "INSERT INTO project_terms (tenant_id, project_id, term) SELECT $1, $2, term FROM unnest($3::text[]) AS t(term)",
        "INSERT INTO project_terms (tenant_id, project_id, term) SELECT $1, $2, value FROM json_each($3)",
        "INSERT INTO projects (tenant_id, id, name) SELECT $1, value ->> 'id', value ->> 'name' FROM json_each($2) WHERE true ON CONFLICT DO NOTHING",
        "INSERT INTO projects (tenant_id, id) SELECT $1, t.id FROM unnest($2::text[], $3::bigint[]) AS t(id, created_at)",
        "INSERT INTO tasks (tenant_id, id, position) SELECT $1, $2, COUNT(*) + 1 FROM tasks WHERE tenant_id = $1 AND project_id = $3",
        "INSERT INTO tenants (id, kind, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        "UPDATE projects SET name = $3 WHERE tenant_id = $1 AND id = $2 RETURNING *",
        "UPDATE tasks SET position = position - 1 WHERE tenant_id = $1 AND project_id = $2 AND position > (SELECT position FROM tasks WHERE tenant_id = $1 AND id = $3)",
        "UPDATE projects AS p SET name = t.title FROM tasks t WHERE p.tenant_id = $1 AND t.tenant_id = p.tenant_id AND t.project_id = p.id",
        "DELETE FROM projects WHERE (tenant_id = $1 AND id = $2)",
        "DELETE FROM projects WHERE tenant_id = $1 AND id IN (SELECT id FROM projects WHERE tenant_id = $1 AND deleted_at < $2 LIMIT $3)",
        "WITH gone AS (DELETE FROM projects WHERE tenant_id = $1 RETURNING id) SELECT COUNT(*) FROM gone",
    ] {
        assert_eq!(refusal(statement), None, "{statement}");
        for mutant in mutants(statement) {
            assert!(refusal(&mutant).is_some(), "{mutant}");
        }
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
        "SELECT * FROM projects WHERE tenant_id = tenant_id",
        "SELECT * FROM projects WHERE tenant_id = 'org_1'",
        "SELECT * FROM projects WHERE tenant_id = $2",
        "SELECT * FROM projects WHERE tenant_id IN ($1, $2)",
        "SELECT * FROM projects WHERE CASE WHEN $2 THEN tenant_id = $1 ELSE true END",
        "SELECT * FROM projects p, tasks t WHERE p.tenant_id = $1",
        "SELECT * FROM projects p, tasks t WHERE tenant_id = $1",
        "SELECT * FROM projects p, tasks t WHERE p.tenant_id = t.tenant_id AND t.tenant_id = p.tenant_id",
        "SELECT * FROM projects p LEFT JOIN tasks t ON p.tenant_id = $1",
        "SELECT * FROM projects p RIGHT JOIN tasks t ON t.tenant_id = $1 WHERE p.tenant_id = $1",
        "SELECT * FROM projects p JOIN tasks t USING (tenant_id) WHERE p.tenant_id = $1",
        "SELECT * FROM (projects p JOIN tasks t ON t.tenant_id = $1)",
        "SELECT * FROM projects p, projects p WHERE p.tenant_id = $1",
        "SELECT * FROM projects WHERE tenant_id = $1 AND id IN (SELECT project_id FROM tasks)",
        "SELECT (SELECT name FROM projects WHERE id = $1)",
        "SELECT * FROM projects WHERE tenant_id = $1 ORDER BY (SELECT title FROM tasks)",
        "SELECT * FROM projects WHERE tenant_id = $1 UNION SELECT * FROM projects",
        "SELECT * FROM projects WHERE tenant_id = $1 UNION TABLE projects",
        "TABLE projects",
        "WITH found AS (SELECT id FROM tasks) SELECT * FROM found",
        "WITH gone AS (DELETE FROM projects RETURNING id) SELECT COUNT(*) FROM gone",
        "SELECT * INTO copy FROM projects WHERE tenant_id = $1",
        "UPDATE projects SET name = $2 WHERE id = $1",
        "UPDATE projects SET tenant_id = $2 WHERE tenant_id = $1",
        "UPDATE projects SET (tenant_id, name) = ($2, $3) WHERE tenant_id = $1",
        "UPDATE OR REPLACE projects SET name = $2 WHERE tenant_id = $1",
        "UPDATE projects SET name = (SELECT title FROM tasks LIMIT 1) WHERE tenant_id = $1",
        "DELETE FROM projects",
        "DELETE FROM projects WHERE id = $1",
        "DELETE FROM projects WHERE id IN (SELECT project_id FROM tasks WHERE tenant_id = $1)",
        "DELETE FROM projects USING tasks WHERE tasks.tenant_id = $1",
    ] {
        assert!(refusal(statement).is_some(), "{statement}");
    }
}

/// A column that only is called like a tenant's binds nothing, wherever it comes from.
#[test]
fn what_callers_send_binds_nothing() {
    for statement in [
        "SELECT * FROM json_each($2) j JOIN projects p ON p.tenant_id = j.tenant_id",
        "SELECT * FROM unnest($2::text[]) AS j(tenant_id) WHERE EXISTS (SELECT 1 FROM tasks t WHERE t.tenant_id = j.tenant_id)",
        "WITH sent AS (SELECT value AS tenant_id FROM json_each($2)) SELECT * FROM sent s JOIN projects p ON p.tenant_id = s.tenant_id",
        "SELECT * FROM (SELECT $2 AS tenant_id) AS s, projects p WHERE p.tenant_id = s.tenant_id",
        "SELECT * FROM projects WHERE projects.tenant_id = elsewhere.tenant_id",
        "SELECT * FROM tasks t WHERE t.tenant_id = excluded.tenant_id",
    ] {
        assert!(refusal(statement).is_some(), "{statement}");
    }
}

#[test]
fn inserts_of_another_tenant_are_caught() {
    for statement in [
        "INSERT INTO projects (id) VALUES ($1)",
        "INSERT INTO projects VALUES ($1, $2)",
        "INSERT INTO projects DEFAULT VALUES",
        "INSERT INTO projects (tenant_id, id) VALUES ('org_1', $1)",
        "INSERT INTO projects (tenant_id, id) VALUES ($2, $1)",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2), ($3, $4)",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = $3",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2) ON CONFLICT ON CONSTRAINT projects_tenant_id DO UPDATE SET name = $3",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, $2) ON CONFLICT (tenant_id, id) DO UPDATE SET tenant_id = $3",
        "INSERT OR REPLACE INTO projects (tenant_id, id) VALUES ($1, $2)",
        "INSERT INTO projects (tenant_id, id) VALUES ($1, (SELECT id FROM projects LIMIT 1))",
        "INSERT INTO tasks (id, tenant_id) SELECT id, tenant_id FROM projects",
        "INSERT INTO tasks (tenant_id, id) SELECT tenant_id, id FROM json_each($2)",
        "INSERT INTO tasks (tenant_id, id) SELECT j.tenant_id, j.id FROM json_each($2) j, projects p WHERE p.tenant_id = $1",
        "INSERT INTO tasks (tenant_id, id) SELECT value ->> 'tenant_id', value ->> 'id' FROM json_each($2)",
        "INSERT INTO tasks (id, tenant_id) SELECT j.*, $1 FROM json_each($2) j",
        "INSERT INTO tasks (tenant_id, id) SELECT $1, $2 UNION ALL SELECT $3, $4",
        "INSERT INTO tasks (tenant_id, id) TABLE projects",
    ] {
        assert!(refusal(statement).is_some(), "{statement}");
    }
}

#[test]
fn other_traps_are_caught() {
    for statement in [
        "SELECT * FROM projects WHERE tenant_id = $1 LIMIT 20 OFFSET 40",
        "SELECT * FROM projects WHERE tenant_id = $1 LIMIT $2 OFFSET $3",
        "SELECT * FROM projects WHERE tenant_id = $1 LIMIT 40, 20",
        "SELECT * FROM projects WHERE tenant_id = $1 OFFSET 1",
        "SELECT 1; DELETE FROM projects",
        "DROP TABLE projects",
        "MERGE INTO projects USING tasks ON true WHEN MATCHED THEN DELETE",
        "SELEKT 1",
    ] {
        assert!(refusal(statement).is_some(), "{statement}");
    }
}
