// `bin/bench page`: what one page costs the release server, on each database, and what a browser downloads for it. Where
// two binaries are named they take turns, so that whatever else the machine does meets both.

import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import { startClerk } from "./clerk.mjs";
import { databases } from "./databases.mjs";
import { firstView } from "./first-view.mjs";
import { load, median } from "./load.mjs";
import { binaries, clerkOptions, lent } from "./options.mjs";
import { Server } from "./server.mjs";
import { LANDING, LIST, REST, ROWS, VIEWS } from "./subject.mjs";
import { costs, views } from "./tables.mjs";

const ROUNDS = 3;
/** All of it, before it is given up. */
const PATIENCE = 240_000; // milliseconds
const WARM_UP = { callers: 8, milliseconds: 700 };
/** Each is measured in each round. */
const CASES = {
  page: { call: LIST, callers: 8, milliseconds: 2000 },
  brotli: { call: { ...LIST, encoding: "br" }, callers: 8, milliseconds: 1500 },
  alone: { call: LIST, callers: 1, milliseconds: 1000 },
  rest: { call: REST, callers: 8, milliseconds: 1500 },
  landing: { call: { ...LANDING, encoding: "br" }, callers: 8, milliseconds: 1000 },
};

/** One server per binary, with the rows, on one kind of database. */
async function serversOn(database, clerk) {
  const servers = [];
  for (const [number, { name, path }] of binaries.entries()) {
    const server = new Server({ binary: path, clerk, database: database(number) });
    await server.start();
    for (const row of ROWS) await server.get(row);
    servers.push(Object.assign(server, { name, starts: [], measured: {} }));
  }
  return servers;
}

/** How long a start takes on a database that is there, and what the server holds then. */
async function measureStart(server) {
  for (let round = 0; round < ROUNDS; round += 1) {
    await server.stop();
    server.starts.push(await server.start());
  }
  server.idle = server.memory();
}

/** The statements of one page, from the log of the driver. */
async function countStatements(server) {
  await server.stop();
  await server.start({ RUST_LOG: "warn,sqlx::query=debug", LOG_FORMAT: "json" });
  await server.get(LIST);
  const settled = async () => {
    for (let length = -1; server.child.output.length !== length; await pause(200)) length = server.child.output.length;
  };
  await settled();
  const before = server.child.output.length;
  await server.get(LIST);
  await settled();
  const lines = server.child.output.slice(before).split("\n");
  server.statements = lines.filter((line) => line.includes('"sqlx::query"')).length;
}

async function measureRound(servers, round) {
  for (const [name, { call, ...bounds }] of Object.entries(CASES)) {
    for (const server of round % 2 ? servers : [...servers].reverse()) {
      (server.measured[name] ??= []).push(await load(server, call, bounds));
    }
  }
}

/** Medians over the rounds. */
function summary(server) {
  const middle = (runs) => Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
  const cases = Object.fromEntries(Object.entries(server.measured).map(([name, runs]) => [name, middle(runs)]));
  const { name, statements, idle, loaded, bytes, views: view } = server;
  return { name, statements, idle, loaded, bytes, view, start: median(server.starts), ...cases };
}

async function measure(database, clerk) {
  const servers = await serversOn(database, clerk);
  for (const server of servers) {
    await countStatements(server);
    await measureStart(server);
    server.bytes = { page: (await server.get(LIST)).body.length, brotli: (await server.get({ ...LIST, encoding: "br" })).body.length };
    server.views = {};
    for (const [name, call] of Object.entries(VIEWS)) server.views[name] = await firstView(server, call);
    for (const { call } of Object.values(CASES)) await load(server, call, WARM_UP);
  }
  for (let round = 0; round < ROUNDS; round += 1) await measureRound(servers, round);
  for (const server of servers) {
    server.loaded = server.memory();
    await server.stop();
  }
  return servers.map(summary);
}

setTimeout(() => {
  console.error(`error: it took longer than ${PATIENCE / 1000} s and was given up`);
  process.exit(1);
}, PATIENCE).unref();

const clerk = await startClerk(clerkOptions);
const results = {};
for (const [kind, database] of Object.entries(databases(lent))) {
  console.error(`measuring on ${kind}`);
  results[kind] = await measure(database, clerk);
}
const sizes = Object.fromEntries(binaries.map(({ name, path }) => [name, statSync(path).size]));
console.log(costs(results, sizes, LIST.path, REST.path));
console.log(views(Object.values(results)[0]));
process.exit(0);
