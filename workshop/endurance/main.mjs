// workshop/bin/endurance: reads what was asked for, finds what this machine has, runs the parts, and adds up.

import { parseArgs } from "node:util";

import { built } from "./app.mjs";
import * as backup from "./parts/backup.mjs";
import * as databaseAway from "./parts/database-away.mjs";
import * as diskFull from "./parts/disk-full.mjs";
import * as hangUp from "./parts/hang-up.mjs";
import * as kill from "./parts/kill.mjs";
import * as locked from "./parts/locked.mjs";
import * as migrate from "./parts/migrate.mjs";
import { Cluster } from "./postgres.mjs";
import { begin, check, close, notRun } from "./report.mjs";
import { keepAll } from "./scratch.mjs";
import { SqliteFile, hasPython } from "./sqlite.mjs";

/** Each says on which databases it makes sense. */
const PARTS = {
  "disk-full": diskFull,
  locked,
  "hang-up": hangUp,
  "database-away": databaseAway,
  kill,
  migrate,
  backup,
};
/** Of the full counts and times, for a look whether everything works. */
const QUICK = 0.05;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    app: { type: "string" },
    site: { type: "string" },
    on: { type: "string" },
    quick: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

/** An empty database of a kind, or why there is none. */
async function databases() {
  const kinds = {};
  if (values.on !== "postgres") {
    kinds.SQLite = hasPython() ? async () => new SqliteFile() : "Python with sqlite3 is not installed";
  }
  if (values.on !== "sqlite") {
    const cluster = await Cluster.start().catch((error) => error.message);
    kinds.PostgreSQL = typeof cluster === "string" ? cluster : () => cluster.database();
  }
  return kinds;
}

async function run(name, kinds) {
  const part = PARTS[name];
  for (const [kind, make] of Object.entries(kinds).filter(([kind]) => part.DATABASES.includes(kind))) {
    begin(name, kind);
    if (typeof make === "string") notRun("all of it", make);
    else await tried(async () => part.run(await make(), values.quick ? QUICK : 1));
  }
}

/** Whatever stops a part is a failure of it, and the next one goes on. */
async function tried(act) {
  try {
    await act();
  } catch (error) {
    check("it can be run to its end", false, error.stack);
  }
}

const unknown = positionals.filter((name) => !(name in PARTS));
if (unknown.length > 0 || ![undefined, "sqlite", "postgres"].includes(values.on)) {
  console.error(`usage: workshop/bin/endurance [--quick] [--keep] [--on sqlite|postgres] [${Object.keys(PARTS).join("|")}]…`);
  process.exit(2);
}
Object.assign(built, { server: values.app, site: values.site });
const kinds = await databases();
for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) await run(name, kinds);
const well = close();
if (!well || values.keep) console.log(`logs and databases: ${keepAll()}`);
process.exit(well ? 0 : 1);
