// The server is killed in the middle of its work, over and over. Every change that it acknowledged is there afterwards.
//
// A killed process loses nothing that it gave to the kernel; what a power cut takes is another matter, kept by
// `synchronous=FULL` and PostgreSQL's `fsync`, and not tried here.

import { App } from "../app.mjs";
import { Ledger } from "../ledger.mjs";
import { Proof, doubts } from "../proof.mjs";
import { check, count, note, times } from "../report.mjs";
import { between, pause } from "../scratch.mjs";
import { Trail } from "../trail.mjs";
import { crowd } from "../writers.mjs";

export const DATABASES = ["SQLite", "PostgreSQL"];

const CYCLES = 200;
const WRITERS = 16;
/** Every so many cycles the server is also killed while it starts. */
const WHILE_STARTING = 5;
const LIFE = [20, 900]; // milliseconds

export async function run(database, share) {
  const cycles = Math.ceil(CYCLES * share);
  const app = new App(database);
  const [ledger, trail, proof] = [new Ledger(), new Trail(), new Proof()];
  const starts = [await app.start()];
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    await oneLife(app, ledger);
    if (cycle % WHILE_STARTING === 0) await dieYoung(app);
    starts.push(await app.start());
    await proof.add(app, ledger, trail);
  }
  check(`after ${count(cycles)} kills under ${WRITERS} writers every acknowledged change is there`, proof.holds, proof.numbers);
  const odd = ledger.entries.filter(({ acknowledged, status }) => !acknowledged && status !== 0);
  check("until it was killed it answered well", odd.length === 0, ledger.statuses());
  note("changes cut off by the kill", doubts(trail, ledger));
  note("start to ready", times(starts));
  check("it ends when asked", (await app.stop()) === 0);
  const integrity = await database.integrity();
  check("the database is whole", integrity === "ok", integrity);
}

/** Writers, and a kill at a moment that nobody chose. */
async function oneLife(app, ledger) {
  const writers = crowd(app, ledger, WRITERS);
  await pause(between(...LIFE));
  await app.kill();
  await writers.end();
}

async function dieYoung(app) {
  app.child = app.launch();
  await pause(between(0, 400));
  await app.kill();
}
