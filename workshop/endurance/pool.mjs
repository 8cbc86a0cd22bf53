// Whether a server can still use every connection it may have: a place in the pool that got lost is not missed before all
// of them are needed at once.

import { check, count } from "./report.mjs";
import { until } from "./scratch.mjs";
import { TENANTS } from "./clerk.mjs";
import { isSuccess } from "./ledger.mjs";

const [TENANT] = TENANTS;
/** Shorter than the server waits for a lock. */
const PATIENCE = 2_000; // milliseconds

/** As many requests at once as there are connections: all of them get one, and succeed. */
export async function wholePool(app, connections) {
  const projects = await Promise.all([...Array(connections)].map((_, number) => make(app, number)));
  if (app.database.isPostgres) return heldUp(app, projects);
  const began = performance.now();
  const answers = await Promise.all(projects.flatMap((project) => [change(app, project), look(app, project)]));
  const well = answers.filter(({ status }) => isSuccess(status)).length;
  const took = `${count(well)} of ${count(answers.length)} in ${Math.round(performance.now() - began)} ms`;
  return check("the pool is whole: requests at once succeed", well === answers.length, took);
}

/** Another session holds the rows, so that every request sits on its connection until all are seen to have one. */
async function heldUp(app, projects) {
  const { database } = app;
  const session = database.cluster.session(database.database);
  const ids = projects.map(({ id }) => `'${id}'`).join(", ");
  session.say(`BEGIN; SELECT id FROM projects WHERE id IN (${ids}) FOR UPDATE;`);
  await until(async () => (await database.sql(HOLDS)) === "1", PATIENCE);
  const answers = projects.map((project) => change(app, project));
  let waiting = 0;
  await until(async () => (waiting = Number(await database.sql(WAITING))) === projects.length, PATIENCE, 50);
  session.say("COMMIT;");
  const well = (await Promise.all(answers)).filter(({ status }) => isSuccess(status)).length;
  await session.end();
  const numbers = `${waiting} of ${projects.length} connections in use at once, ${well} requests succeeded`;
  return check("the pool is whole: every connection can be used", waiting === projects.length && well === projects.length, numbers);
}

const HOLDS = `SELECT count(*) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'postgres' AND state = 'idle in transaction'`;
const WAITING = `SELECT count(*) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'app' AND wait_event_type = 'Lock'`;

async function make(app, number) {
  const { status, body } = await app.ask(TENANT, { method: "POST", path: "/api/projects", body: { name: `Pool ${number}` } });
  if (!isSuccess(status)) throw new Error(`no project could be made: ${status}`);
  return body.project;
}

const change = (app, { id, version }) =>
  app.ask(TENANT, { method: "PATCH", path: `/api/projects/${id}`, body: { name: "Pool", description: "whole", version } });
const look = (app, { id }) => app.ask(TENANT, { path: `/api/projects/${id}` });
