// PostgreSQL as a database under test: a cluster of our own that may be frozen, killed and started again.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { runWell, start } from "./processes.mjs";
import { until } from "./scratch.mjs";

const LENDER = fileURLToPath(new URL("../../bin/lib/test-postgres.sh", import.meta.url));
const ROLES = "CREATE ROLE app_owner LOGIN; CREATE ROLE app LOGIN NOSUPERUSER NOBYPASSRLS; CREATE ROLE app_backup LOGIN;";

/** A cluster, lent by the script that also lends to the tests; it takes it back when we end, in whatever way. */
export class Cluster {
  databases = 0;
  frozen = [];

  /** Starts one. Fails with the script's words where there is no PostgreSQL. */
  static async start() {
    const cluster = new Cluster();
    cluster.lender = spawn(LENDER, ["own"], { stdio: ["pipe", "pipe", "pipe"] });
    let complaint = "";
    cluster.lender.stderr.on("data", (bytes) => (complaint += bytes));
    cluster.lines = createInterface({ input: cluster.lender.stdout })[Symbol.asyncIterator]();
    const { value: address, done } = await cluster.lines.next();
    if (done) throw new Error(complaint.trim());
    cluster.address = new URL(address);
    cluster.data = join((await cluster.lines.next()).value, "data");
    cluster.letIn();
    await cluster.sql("postgres", `${ROLES} SELECT pg_reload_conf();`);
    return cluster;
  }

  /** Our roles need no password: proving one takes a debug build a tenth of a second for each connection. */
  letIn() {
    const file = join(this.data, "pg_hba.conf");
    const rules = readFileSync(file, "utf8");
    writeFileSync(file, `host all app,app_owner,app_backup 127.0.0.1/32 trust\n${rules}`);
  }

  /** Starts it again after a crash, and waits until it takes connections. */
  async up() {
    this.lender.stdin.write("start\n");
    const { value } = await this.lines.next();
    if (value !== "started") throw new Error(`PostgreSQL does not start again: ${value}`);
  }

  /** The postmaster and everybody it started, itself first. */
  processes() {
    const postmaster = Number(readFileSync(join(this.data, "postmaster.pid"), "utf8").split("\n")[0]);
    const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster);
    return [postmaster, ...children.map(Number)];
  }

  /** Stops every process where it stands. */
  freeze() {
    this.frozen = this.processes();
    for (const pid of this.frozen) process.kill(pid, "SIGSTOP");
  }

  thaw() {
    for (const pid of this.frozen.toReversed()) tryTo(() => process.kill(pid, "SIGCONT"));
    this.frozen = [];
  }

  /** Kills the postmaster as the kernel would when memory runs out; its children end by themselves. */
  async crash() {
    const [postmaster, ...children] = this.processes();
    process.kill(postmaster, "SIGKILL");
    await until(() => children.every((pid) => !existsSync(`/proc/${pid}`)), 10_000);
  }

  /** Runs statements as the superuser; the rows, their values with `|` between. */
  async sql(database, text) {
    const { stdout } = await runWell("psql", ["-v", "ON_ERROR_STOP=1", ...this.psql(database)], { env: process.env, input: text });
    return stdout.trim();
  }

  /** A session that stays open; `say` sends it statements. */
  session(database) {
    const child = start("psql", this.psql(database), { env: process.env, input: "pipe" });
    return { say: (text) => child.stdin.write(`${text}\n`), end: () => (child.stdin.end(), child.ended) };
  }

  psql(database) {
    return ["-XAtq", this.url(`postgres:${this.address.password}`, database)];
  }

  url(role, database) {
    return `postgres://${role}@127.0.0.1:${this.address.port}/${database}`;
  }

  /** A database with an owner and a role for the server: empty, or a copy of another one. */
  async database(template = "template1") {
    this.databases += 1;
    const name = `endurance_${this.databases}`;
    await this.sql("postgres", `CREATE DATABASE ${name} OWNER app_owner TEMPLATE ${template}`);
    await this.sql(name, "ALTER SCHEMA public OWNER TO app_owner");
    return new PostgresDatabase(this, name);
  }
}

/** Silent when all is well; leaves nothing behind, as a restore would stumble over it. */
const AMCHECK = `BEGIN;
  CREATE EXTENSION amcheck;
  DO $$ BEGIN PERFORM bt_index_check(index.oid, true) FROM pg_class AS index JOIN pg_am ON pg_am.oid = relam
    WHERE amname = 'btree' AND relpersistence = 'p' AND relkind = 'i'; END $$;
  SELECT relname, found.msg FROM pg_class, LATERAL verify_heapam(pg_class.oid) AS found WHERE relkind IN ('r', 't') LIMIT 5;
  ROLLBACK;`;

/** One database of a cluster. */
export class PostgresDatabase {
  name = "PostgreSQL";
  isPostgres = true;

  constructor(cluster, database) {
    Object.assign(this, { cluster, database });
    const url = (role) => cluster.url(role, database);
    this.environment = { DATABASE_URL: url("app"), DATABASE_OWNER_URL: url("app_owner"), DATABASE_BACKUP_URL: url("app_backup") };
  }

  /** Another one, empty, for a restore. */
  another() {
    return this.cluster.database();
  }

  sql(text) {
    return this.cluster.sql(this.database, text);
  }

  /** Waits until nobody works on for a program that was killed. */
  settled() {
    const others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    return until(async () => (await this.sql(others)) === "0", 60_000, 50);
  }

  /** Drops it, whoever looks at it. */
  forget() {
    return this.cluster.sql("postgres", `DROP DATABASE ${this.database} WITH (FORCE)`);
  }

  /** "ok", or what PostgreSQL's own check finds wrong with tables and indices. */
  async integrity() {
    const found = await this.sql(AMCHECK).catch((error) => error.message);
    return found || "ok";
  }

  /** How many projects and audit events, as text. */
  async counts() {
    return (await this.sql("SELECT (SELECT count(*) FROM projects), (SELECT count(*) FROM audit_events)")).replace("|", " ");
  }
}

function parentOf(pid) {
  return tryTo(() => Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1]));
}

/** A process may be gone by the time it is looked at. */
function tryTo(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
