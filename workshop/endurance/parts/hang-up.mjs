// Clients that do not wait for the answer: twenty thousand requests whose connection closes a moment after they were sent.
// Whatever was acknowledged, to them or to others meanwhile, is there; no connection stays in a transaction; the pool is whole.

import { connect } from "node:net";

import { App } from "../app.mjs";
import { asText, fromText } from "../http.mjs";
import { Ledger } from "../ledger.mjs";
import { Proof, doubts } from "../proof.mjs";
import { wholePool } from "../pool.mjs";
import { check, count, note } from "../report.mjs";
import { between, pause } from "../scratch.mjs";
import { Trail } from "../trail.mjs";
import { Writer, crowd } from "../writers.mjs";

export const DATABASES = ["SQLite", "PostgreSQL"];

const REQUESTS = 20_000;
const AT_ONCE = 16;
/** Who stays on the line: theirs are the writes that a connection left in a transaction would swallow. */
const PATIENT = 8;
/** How long they stay at least, at most; longer where an answer takes longer, so that they leave at every stage of it. */
const LONGEST = 20; // milliseconds
/** One in so many waits for its answer. */
const STAYS = 16;
const CONNECTIONS = 10;
const AFTERWARDS = 3_000; // milliseconds
const READS = ["/api/projects?limit=20", "/api/projects?search=moon&sort=name", "/api/activity?limit=20"];

export async function run(database, share) {
  database.environment.DATABASE_CONNECTIONS = String(CONNECTIONS);
  const app = new App(database);
  await app.start();
  const [ledger, patient] = [new Ledger(), new Ledger()];
  const usual = await usualTime(app, patient);
  const longest = Math.max(LONGEST, Math.ceil(2 * usual));
  const others = crowd(app, patient, PATIENT);
  const counts = await storm(app, ledger, Math.ceil(REQUESTS * share), longest);
  await others.end();
  await inTransaction(database);
  const later = await afterwards(app);
  const trail = new Trail();
  const proof = await new Proof().add(app, ledger, trail);
  const stay = `they stay 0 to ${longest} ms, an answer takes ${Math.round(usual)} ms`;
  const numbers = `${count(counts.sent)} sent, ${stay}, ${count(counts.answered)} answered before the client left`;
  check("no acknowledged change of those who hung up is lost", proof.holds, `${numbers}; ${proof.numbers}`);
  note("changes nobody waited for", doubts(trail, ledger, patient, later));
  const theirs = await new Proof().add(app, patient, trail);
  check("no acknowledged change of those who waited is lost", theirs.holds, theirs.numbers);
  const odd = patient.entries.filter(({ acknowledged, status }) => !acknowledged && status !== 503);
  check("those who waited were served, or told that the server is busy", odd.length === 0, patient.statuses());
  await wholePool(app, CONNECTIONS);
  const panics = app.logged("panic").length;
  check("nothing panicked", panics === 0, `${panics} in the log`);
  check("it ends when asked", (await app.stop()) === 0);
}

/** How long an answer takes while as many write as will hang up. */
async function usualTime(app, ledger) {
  const writers = crowd(app, ledger, AT_ONCE);
  await pause(AFTERWARDS);
  await writers.end();
  const took = ledger.entries.map(({ began, ended }) => ended - began).sort((a, b) => a - b);
  return took[Math.floor(took.length / 2)];
}

/** Half of them write, half read. Now and then one stays on the line, so that the next ones have something to change. */
async function storm(app, ledger, requests, longest) {
  const counts = { sent: 0, answered: 0 };
  const work = async () => {
    const writer = new Writer(app, ledger);
    while (counts.sent < requests) {
      counts.sent += 1;
      if (counts.sent % STAYS === 0) {
        await writer.step();
        continue;
      }
      const change = counts.sent % 2 === 0 ? writer.next() : undefined;
      const call = change?.call ?? { path: READS[counts.sent % READS.length] };
      const answer = await hangUp(app, writer.tenant, call, between(0, longest));
      if (answer.status !== 0) counts.answered += 1;
      if (change) writer.learn(change, ledger.note(change, answer), answer);
    }
  };
  await Promise.all([...Array(AT_ONCE)].map(work));
  return counts;
}

/** Sends a request and closes the connection a moment later, every second time without the manners of a FIN. */
function hangUp(app, tenant, call, stay) {
  const text = asText(app, app.signed(tenant, call));
  const began = performance.now();
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect({ host: "127.0.0.1", port: app.port, noDelay: true });
    const leave = () => {
      if (began % 2 < 1) socket.destroy();
      else socket.resetAndDestroy();
    };
    socket.setEncoding("utf8");
    socket.on("data", (piece) => (heard += piece));
    socket.on("error", () => {}); // a connection that breaks first is a client that left, too
    socket.on("connect", () => socket.write(text, () => setTimeout(leave, stay)));
    socket.on("close", () => resolve({ began, ms: performance.now() - began, status: 0, ...fromText(heard) }));
  });
}

/** PostgreSQL tells of every connection what it is doing. */
async function inTransaction(database) {
  await pause(1_000);
  if (!database.isPostgres) return;
  const open = await database.sql(
    `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  check("a second later no connection is left in a transaction", open === "0", `${open} idle in transaction`);
}

/** A second after the storm everybody is served as before. */
async function afterwards(app) {
  const ledger = new Ledger();
  const others = crowd(app, ledger, PATIENT);
  await pause(AFTERWARDS);
  await others.end();
  check("a second later everybody is served", ledger.acknowledged.length === ledger.entries.length, ledger.statuses());
  return ledger;
}
