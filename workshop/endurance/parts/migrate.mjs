// Migrations that are interrupted at any moment, and several at once, on an empty database. There is no schema then or the
// whole of it, never half of one; one clean run later the doctor has nothing to say.

import { App } from "../app.mjs";
import { told } from "../processes.mjs";
import { check, count, note, times } from "../report.mjs";
import { between, pause } from "../scratch.mjs";

export const DATABASES = ["SQLite", "PostgreSQL"];

const CYCLES = 100;
const ROUNDS = 20;
const AT_ONCE = 6;
/** Kills before one run is left alone. */
const KILLS = 3;
const MIGRATE = ["db", "migrate"];

export async function run(database, share) {
  const undisturbed = await measure(database);
  note("left alone", times(undisturbed));
  await interrupted(database, Math.ceil(CYCLES * share), Math.max(...undisturbed));
  await atOnce(database, Math.ceil(ROUNDS * share), Math.max(...undisturbed));
}

async function measure(empty) {
  const took = [];
  for (let round = 0; round < 3; round += 1) {
    const app = new App(await empty.another());
    const outcome = await app.command(MIGRATE);
    if (outcome.code !== 0) throw new Error(`the migrations fail without any disturbance: ${told(outcome)}`);
    took.push(outcome.ms);
    await app.database.forget();
  }
  return took;
}

async function interrupted(empty, cycles, longest) {
  const [problems, counts] = [[], { kills: 0, half: 0, done: 0 }];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const app = new App(await empty.another());
    for (let kill = 0; kill < KILLS; kill += 1) {
      const killed = (await migrateAndKill(app, between(0, longest * 1.1))).signal === "SIGKILL";
      if (killed) counts.kills += 1;
      else counts.done += 1;
      problems.push(...(await damage(app.database)));
    }
    problems.push(...(await cleanRun(app)));
    await app.database.forget();
  }
  const numbers = `${count(counts.kills)} kills and ${counted(counts.done)} in ${cycles} databases, ${shown(problems)}`;
  check("interrupted: one clean run mends all", problems.length === 0 && counts.kills > 0, numbers);
}

const counted = (done) => `${count(done)} runs that were done before`;

/** Kills it a while after its start; it may be done by then. */
function migrateAndKill(app, after) {
  const kill = async (child) => {
    await pause(after);
    child.kill("SIGKILL");
  };
  return app.command(MIGRATE, { onStart: kill });
}

/** What is still wrong after one run that nobody disturbs. */
async function cleanRun(app) {
  const outcomes = [await app.command(MIGRATE), await app.command(["doctor"])];
  const wrong = outcomes.filter(({ code }) => code !== 0).map(told);
  const status = await app.command(["db", "status"]);
  if (!status.stdout.includes("up to date")) wrong.push(told(status));
  return [...wrong, ...(await damage(app.database))];
}

/** PostgreSQL was not killed itself, and its check reads everything: SQLite's is the one that could find something. */
async function damage(database) {
  const integrity = database.isPostgres ? "ok" : await database.integrity();
  return integrity === "ok" ? [] : [integrity];
}

/** Six of them, and in every second round one is killed under the others. */
async function atOnce(empty, rounds, longest) {
  const problems = [];
  for (let round = 0; round < rounds; round += 1) {
    const app = new App(await empty.another());
    const isKilled = (number) => number === 0 && round % 2 === 1;
    const all = [...Array(AT_ONCE)].map((_, number) => (isKilled(number) ? migrateAndKill(app, between(0, longest)) : app.command(MIGRATE)));
    const outcomes = (await Promise.all(all)).filter((_, number) => !isKilled(number));
    problems.push(...outcomes.filter(({ code }) => code !== 0).map(told));
    problems.push(...(await cleanRun(app)));
    await app.database.forget();
  }
  check(`${AT_ONCE} at once: each ends well`, problems.length === 0, `${count(rounds)} rounds, ${shown(problems)}`);
}

const shown = (problems) => (problems.length === 0 ? "no problem" : `${count(problems.length)} problems, such as ${problems.slice(0, 3).join("; ")}`);
