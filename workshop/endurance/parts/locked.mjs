// SQLite takes one writer at a time. Many who want to write at once wait their turn; another process that holds the file
// is waited for, then told of; reading goes on.

import { App } from "../app.mjs";
import { Ledger, isSuccess } from "../ledger.mjs";
import { Proof, doubts } from "../proof.mjs";
import { check, count, largest, note, times } from "../report.mjs";
import { pause, until } from "../scratch.mjs";
import { Trail } from "../trail.mjs";
import { Watch } from "../watch.mjs";
import { crowd } from "../writers.mjs";

export const DATABASES = ["SQLite"];

const WRITERS = 64;
const LONG = 60_000; // milliseconds
/** Shorter than the server waits, and longer. */
const BRIEFLY = 1_500;
const TOO_LONG = 15_000;
/** By when a change that cannot be made must be refused. */
const LONGEST = 6_500;

export async function run(database, share) {
  const app = new App(database);
  await app.start();
  const trail = new Trail();
  const ledgers = [await manyWriters(app, Math.max(5_000, LONG * share)), await heldBriefly(app), await heldTooLong(app)];
  for (const ledger of ledgers) {
    const proof = await new Proof().add(app, ledger, trail);
    check("every acknowledged change is there", proof.holds, proof.numbers);
  }
  note("changes without a success for an answer", doubts(trail, ...ledgers));
  const locked = app.logged("database is locked").length;
  note("lines of the log about the lock, all from the time it was held too long", count(locked));
  check("it ends when asked", (await app.stop()) === 0);
  const integrity = await database.integrity();
  check("the database is whole", integrity === "ok", integrity);
}

async function manyWriters(app, duration) {
  const ledger = new Ledger();
  const writers = crowd(app, ledger, WRITERS);
  await pause(duration);
  await writers.end();
  const well = ledger.acknowledged;
  const rate = Math.round((well.length * 1_000) / duration);
  const numbers = `${ledger.statuses()}; ${count(rate)} a second, ${times(well.map(({ began, ended }) => ended - began))}`;
  check(`${WRITERS} writers for ${duration / 1_000} s: every change succeeds`, well.length === ledger.entries.length, numbers);
  const locked = app.logged("locked").length;
  check("nobody met a lock", locked === 0, `${locked} lines of the log say "locked"`);
  return ledger;
}

async function heldBriefly(app) {
  const ledger = new Ledger();
  const watch = new Watch(app, ledger, { writers: 8, readers: 4 });
  await pause(500);
  const lock = await app.database.hold();
  await pause(BRIEFLY);
  await lock.release();
  await pause(500);
  await watch.end();
  const well = ledger.acknowledged.length;
  check(`held by another process for ${BRIEFLY} ms: changes wait`, well === ledger.entries.length, `${ledger.statuses()}, ${times(watch.writes.map(({ ms }) => ms))}`);
  return ledger;
}

async function heldTooLong(app) {
  const ledger = new Ledger();
  const watch = new Watch(app, ledger, { writers: 8, readers: 4 });
  await pause(500);
  const lock = await app.database.hold();
  const began = performance.now();
  await pause(TOO_LONG);
  const refused = watch.writes.filter(({ ended, status }) => ended > began && !isSuccess(status));
  const reads = watch.reads.filter((sample) => sample.began > began);
  await lock.release();
  const back = performance.now();
  await until(() => watch.writes.some((sample) => sample.began > back && isSuccess(sample.status)), 10_000);
  await pause(5_000);
  await watch.end();
  const as503 = refused.filter(({ status }) => status === 503).length;
  const inTime = largest(refused.map(({ ms }) => ms)) <= LONGEST;
  const told = `${count(as503)} of ${count(refused.length)}, ${times(refused.map(({ ms }) => ms))}`;
  check(`held for ${TOO_LONG / 1_000} s: changes are told 503, none after more than ${LONGEST} ms`, as503 > 0 && as503 === refused.length && inTime, told);
  const read = reads.filter(({ status }) => isSuccess(status)).length;
  check("reads go on meanwhile", read > 0 && read === reads.length, `${count(read)} of ${count(reads.length)}, ${times(reads.map(({ ms }) => ms))}`);
  const late = watch.writes.filter((sample) => sample.ended > back && !isSuccess(sample.status));
  const last = largest(late.map(({ ended }) => ended - back));
  check("well again within a second", last <= 1_000, `the last refusal ${Math.round(last)} ms after the lock was free`);
  return ledger;
}
