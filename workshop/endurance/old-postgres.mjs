// A PostgreSQL database as earlier migrations left it, with rows in it.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

const RAN = `CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
  installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL);`;

/** Runs the migrations up to a number as the owner would, and adds so many projects. */
export async function makeOld(database, migrations, upTo, rows) {
  const place = join(migrations, "postgres");
  const files = readdirSync(place).filter((name) => name.endsWith(".sql") && Number.parseInt(name, 10) <= upTo);
  const statements = files.sort().map((name) => ran(name, readFileSync(join(place, name), "utf8")));
  // Only the superuser may add rows of every tenant at once.
  await database.sql(["BEGIN; SET LOCAL ROLE app_owner;", RAN, ...statements, "RESET ROLE;", projects(rows), "COMMIT;"].join("\n"));
}

function ran(name, text) {
  const [number, title] = basename(name, ".sql").split(/_(.*)/);
  const checksum = createHash("sha384").update(text).digest("hex");
  return `${text}\nINSERT INTO _sqlx_migrations VALUES (${Number(number)}, '${title}', now(), true, '\\x${checksum}', 0);`;
}

const projects = (rows) => `
INSERT INTO tenants SELECT 'org_old' || number, 'organization', 0 FROM generate_series(0, 6) AS number;
INSERT INTO projects (tenant_id, id, key, name, name_sort, description, status, colour, owner, created_by, created_at, updated_at, version)
  SELECT 'org_old' || number % 7, ('01890a5d-ac96-774b-8000-' || lpad(to_hex(number), 12, '0'))::uuid, 'P' || number,
    'Moon ' || number, 'moon ' || number, 'made long ago', 'active', 'slate', 'user_old', 'user_old', number, number, 1
  FROM generate_series(1, ${rows}) AS number;
INSERT INTO project_terms SELECT tenant_id, id, 'moon' FROM projects;`;
