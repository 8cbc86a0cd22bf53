// The disk below SQLite runs full. Changes are refused, reading goes on, and once there is room again everything works as
// before, without a restart; nothing is damaged.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { App } from "../app.mjs";
import { TENANTS } from "../clerk.mjs";
import { Ledger, isSuccess } from "../ledger.mjs";
import { atTheEnd, run as runProgram } from "../processes.mjs";
import { Proof, doubts } from "../proof.mjs";
import { check, count, note, notRun, times } from "../report.mjs";
import { folder, pause, until } from "../scratch.mjs";
import { SqliteFile } from "../sqlite.mjs";
import { Trail } from "../trail.mjs";
import { Watch } from "../watch.mjs";

export const DATABASES = ["SQLite"];

const DISK = 32; // megabytes
const RESERVE = 14; // megabytes, given back to make room
const ROUNDS = 3;
/** How long it stays full while people go on trying. */
const FULL = 5_000; // milliseconds
const PATIENCE = 120_000;

export async function run() {
  const { disk, why } = await smallDisk();
  if (!disk) return notRun("all of it", why);
  const database = new SqliteFile(disk);
  const app = new App(database);
  await app.start();
  const [ledger, trail] = [new Ledger(), new Trail()];
  for (let round = 1; round <= ROUNDS; round += 1) await oneRound(app, ledger, trail, disk, round);
  await startOnFullDisk(app, disk);
  check("it ends when asked", (await app.stop()) === 0);
  const integrity = await database.integrity();
  check("the database is whole", integrity === "ok", integrity);
}

/** A file system of few megabytes, or why there is none. */
async function smallDisk() {
  if (process.getuid() !== 0) return { why: "only root may mount a small file system" };
  const disk = folder("disk");
  const { code, stderr } = await runProgram("mount", ["-t", "tmpfs", "-o", `size=${DISK}m`, "tmpfs", disk]);
  if (code !== 0) return { why: `mount: ${stderr.trim()}` };
  atTheEnd(() => spawnSync("umount", ["-l", disk]));
  return { disk };
}

/** Fills so many megabytes, or what is left. */
const take = (disk, megabytes) => runProgram("dd", ["if=/dev/zero", `of=${join(disk, "rest")}`, "bs=4096", `count=${megabytes * 256}`]);
const giveBack = (disk) => rmSync(join(disk, "rest"));

async function oneRound(app, ledger, trail, disk, round) {
  const watch = new Watch(app, ledger, { writers: 8, readers: 4 });
  // The database itself fills what is left in the first round; in the others something else does, at once.
  if (round === 1) await take(disk, RESERVE);
  else await take(disk, DISK);
  const refused = () => watch.writes.slice(-20).every(({ status }) => !isSuccess(status)) && watch.writes.length > 20;
  const filled = await until(refused, PATIENCE, 50);
  if (filled === undefined) throw new Error(`the disk did not get full: ${ledger.statuses()}`);
  const began = performance.now();
  await pause(FULL);
  giveBack(disk);
  const back = performance.now();
  await until(() => watch.writes.some((sample) => sample.began > back && isSuccess(sample.status)), PATIENCE);
  await pause(1_000);
  await watch.end();
  whileFull(round, watch, began, back);
  afterwards(watch, back);
  const proof = await new Proof().add(app, ledger, trail);
  check("every acknowledged change is there", proof.holds, proof.numbers);
  note("changes without a success for an answer so far", doubts(trail, ledger));
}

function whileFull(round, watch, began, back) {
  const inside = (sample) => sample.began > began && sample.ended < back;
  const [writes, reads, ready] = [watch.writes, watch.reads, watch.ready].map((samples) => samples.filter(inside));
  const refused = writes.filter(({ status }) => status === 503 || status === 507).length;
  const how = round > 1 ? "by something else" : "by the database itself";
  check(`filled ${how}, changes are told 503`, refused > 0 && refused === writes.length, `${count(refused)} of ${count(writes.length)}, ${times(writes.map(({ ms }) => ms))}`);
  const read = reads.filter(({ status }) => isSuccess(status)).length;
  check("reads go on meanwhile", read > 0 && read === reads.length, `${count(read)} of ${count(reads.length)}, ${times(reads.map(({ ms }) => ms))}`);
  note("/readyz meanwhile", `${ready.filter(({ status }) => isSuccess(status)).length} of ${ready.length} said yes`);
}

function afterwards(watch, back) {
  const first = watch.writes.find((sample) => sample.ended > back && isSuccess(sample.status));
  const since = watch.writes.filter((sample) => sample.began > back && sample.ended > (first?.ended ?? 0));
  const well = since.filter(({ status }) => isSuccess(status)).length;
  const when = first ? `the first ${Math.round(first.ended - back)} ms after there was room, then ${count(well)} of ${count(since.length)}` : "none";
  check("changes succeed again without a restart", Boolean(first) && well > 0 && well === since.length, when);
}

/** An operator's first reflex. */
async function startOnFullDisk(app, disk) {
  await app.kill();
  await take(disk, DISK);
  const took = await app.start();
  const { status } = await app.ask(TENANTS[0], { path: "/api/projects" });
  check("a server that starts on a full disk reads", isSuccess(status), `ready after ${Math.round(took)} ms, a list answers ${status}`);
  giveBack(disk);
}
