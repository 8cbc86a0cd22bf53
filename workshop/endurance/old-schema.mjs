// A database as an earlier version of the server left it, to be copied as often as it is wanted.

import { copyFileSync } from "node:fs";

import { makeOld } from "./old-postgres.mjs";
import { SqliteFile } from "./sqlite.mjs";

/** The last migration of the first version. */
const FIRST_VERSION = 2;

/** An old database and what was in it. */
export class OldSchema {
  /** `rows` projects; with none of them there is no schema yet either. */
  static async of(database, migrations, rows) {
    const old = new OldSchema();
    old.template = await database.another();
    old.isEmpty = rows === 0;
    if (old.isEmpty) return old;
    if (database.isPostgres) await makeOld(old.template, migrations, FIRST_VERSION, rows);
    else await old.template.makeOld(migrations, FIRST_VERSION, rows);
    old.rows = await old.template.rows();
    return old;
  }

  /** A copy to be spoiled. */
  async copy() {
    const { template } = this;
    if (template.isPostgres) return template.cluster.database(template.database);
    const copy = new SqliteFile();
    if (!this.isEmpty) copyFileSync(template.file, copy.file);
    return copy;
  }

  /** What is wrong with a copy: its rows are not what they were, or the database itself is damaged. */
  async problems(copy) {
    const problems = [];
    if (!this.isEmpty) {
      const rows = await copy.rows();
      if (rows !== this.rows) problems.push(`the rows are ${rows}, not ${this.rows}`);
    }
    // PostgreSQL was not killed itself, and its check reads everything: SQLite's is the one that could find something.
    const integrity = copy.isPostgres ? "ok" : await copy.integrity();
    if (integrity !== "ok") problems.push(integrity);
    return problems;
  }
}
