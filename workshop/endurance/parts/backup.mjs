// Backups under load, put back elsewhere and compared; and backups and restores that are interrupted.

import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { App } from "../app.mjs";
import { Ledger } from "../ledger.mjs";
import { isOneMoment } from "../prefix.mjs";
import { told } from "../processes.mjs";
import { check, count, counted, largest, note, times } from "../report.mjs";
import { between, folder, pause } from "../scratch.mjs";
import { crowd } from "../writers.mjs";

export const DATABASES = ["SQLite", "PostgreSQL"];

const SEED = ["db", "seed", "--projects", "20000", "--orgs", "20"];
const WRITERS = 8;
const ROUNDS = 5;
const INTERRUPTIONS = 20;

export async function run(database, share) {
  const app = new App(database);
  for (const step of [["db", "migrate"], SEED]) {
    const outcome = await app.command(step);
    if (outcome.code !== 0) throw new Error(`no projects could be made: ${told(outcome)}`);
  }
  await app.start();
  const [ledger, place] = [new Ledger(), folder("backups")];
  const writers = crowd(app, ledger, WRITERS);
  const backups = [];
  for (let round = 1; round <= Math.max(2, ROUNDS * share); round += 1) {
    await pause(2_000);
    backups.push(await backUp(app, join(place, `backup-${round}`)));
  }
  note("a backup of 20,000 projects and more", times(backups.map(({ ms }) => ms)));
  const longest = largest(backups.map(({ ms }) => ms));
  await interruptedBackups(app, place, Math.max(3, INTERRUPTIONS * share), longest);
  await writers.end();
  const slowest = largest(ledger.entries.map(({ began, ended }) => ended - began));
  check("people wrote on meanwhile", ledger.acknowledged.length === ledger.entries.length, `${ledger.statuses()}, the slowest ${Math.round(slowest)} ms`);
  check("it ends when asked", (await app.stop()) === 0);
  const integrity = await database.integrity();
  check("the original is whole", integrity === "ok", integrity);
  for (const backup of backups) await elsewhere(database, backup, ledger);
  await interruptedRestores(database, backups[0].file, backups.at(-1).file, Math.max(3, INTERRUPTIONS * share));
}

async function backUp(app, file) {
  const began = performance.now();
  const outcome = await app.command(["db", "backup", file]);
  if (outcome.code !== 0) throw new Error(`no backup: ${told(outcome)}`);
  return { file, began, ended: performance.now(), ms: outcome.ms };
}

async function restore(database, file, options) {
  return new App(database).command(["db", "restore", file], options);
}

/** Puts a backup into another place, looks at it, and starts a server there. */
async function elsewhere(database, backup, ledger) {
  const other = await database.another();
  const outcome = await restore(other, backup.file);
  if (outcome.code !== 0) return check("a backup can be restored", false, told(outcome));
  const integrity = await other.integrity();
  const app = new App(other);
  const doctor = await app.command(["doctor"]);
  check("restored elsewhere: whole", integrity === "ok" && doctor.code === 0, `${integrity}, doctor ${doctor.code === 0 ? "content" : told(doctor)}, ${Math.round(outcome.ms)} ms`);
  await app.start();
  const { holds, numbers } = await isOneMoment(app, ledger, backup);
  check("restored elsewhere: the database as it was at one moment", holds, numbers);
  await app.stop();
  return other.forget();
}

/** Every second one is asked to stop, as by Ctrl-C; the others are killed. */
const signalOf = (number) => (number % 2 === 0 ? "SIGINT" : "SIGKILL");
const stopAfter = (longest, signal) => ({
  onStart: async (child) => {
    await pause(between(0, 0.9 * longest));
    child.kill(signal);
  },
});
const wasStopped = ({ code }) => code !== 0;

/** A backup that was cut off is not there, or it is whole; and the next one under its name is whole too. */
async function interruptedBackups(app, place, tries, longest) {
  const counts = { stopped: 0, there: 0 };
  const problems = [];
  for (let number = 1; number <= tries; number += 1) {
    const file = join(place, `interrupted-${number}`);
    const before = readdirSync(place);
    const outcome = await app.command(["db", "backup", file], stopAfter(longest, signalOf(number)));
    if (wasStopped(outcome)) counts.stopped += 1;
    const left = readdirSync(place).filter((name) => !before.includes(name) && name !== basename(file));
    if (signalOf(number) === "SIGINT" && left.length > 0) problems.push(`Ctrl-C left ${left}`);
    if (existsSync(file)) counts.there += 1;
    else await backUp(app, file).catch((error) => problems.push(`again: ${error.message}`));
    problems.push(...(await unusableBackup(app, file)));
  }
  const left = readdirSync(place).filter((name) => !/^(backup|interrupted)-\d+$/.test(name));
  const numbers = `${count(counts.stopped)} of ${tries} stopped, ${count(counts.there)} files there, ${toldFirst(problems)}`;
  check("an interrupted backup is not there or whole, and so is the next one", problems.length === 0 && counts.stopped > 0, numbers);
  note("left behind by backups that were killed", counted(left.length, "unfinished file"));
}

async function unusableBackup(app, file) {
  const other = await app.database.another();
  const outcome = await restore(other, file);
  const integrity = outcome.code === 0 ? await other.integrity() : told(outcome);
  await other.forget();
  return integrity === "ok" ? [] : [`${basename(file)}: ${integrity}`];
}

const toldFirst = (problems) => problems.slice(0, 3).join("; ") || "no problem";

/** Into a place with another database in it: afterwards there is that one or the restored one, and it is usable. */
async function interruptedRestores(database, first, last, tries) {
  const other = await database.another();
  const [ofFirst, longest] = await restored(other, first);
  const [ofLast] = await restored(other, last);
  const counts = { stopped: 0, old: 0, done: 0 };
  const problems = [];
  for (let number = 0, present = ofLast; number < tries; number += 1) {
    const [file, wanted] = present === ofFirst ? [last, ofLast] : [first, ofFirst];
    const outcome = await restore(other, file, stopAfter(longest, signalOf(number)));
    if (wasStopped(outcome)) counts.stopped += 1;
    await other.settled();
    const found = await other.counts().catch((error) => error.message);
    if (found === present) counts.old += 1;
    else if (found === wanted) counts.done += 1;
    else problems.push(`found ${found}, neither ${present} nor ${wanted}`);
    problems.push(...(await unusable(other)));
    if (found === wanted) present = wanted;
  }
  const numbers = `${count(counts.stopped)} of ${tries} stopped, ${counts.old} times the old one, ${counts.done} times the new one, ${toldFirst(problems)}`;
  check("an interrupted restore leaves the old database or the new one", problems.length === 0 && counts.stopped > 0, numbers);
  const clean = await restore(other, last);
  check("and the next one succeeds", clean.code === 0 && (await other.counts()) === ofLast, clean.code === 0 ? await other.counts() : told(clean));
}

/** What is in a database after a restore that nobody disturbed, and how long that took. */
async function restored(database, file) {
  const outcome = await restore(database, file);
  if (outcome.code !== 0) throw new Error(`no restore: ${told(outcome)}`);
  return [await database.counts(), outcome.ms];
}

/** What is wrong with a database after the step that gives the roles their rights. */
async function unusable(database) {
  const app = new App(database);
  const outcomes = [await app.command(["db", "migrate"]), await app.command(["doctor"])];
  const integrity = await database.integrity();
  return [integrity === "ok" ? "" : integrity, ...outcomes.map((outcome) => (outcome.code === 0 ? "" : told(outcome)))].filter(Boolean);
}
