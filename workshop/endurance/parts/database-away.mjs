// PostgreSQL goes away under a running server: first it stands still for a minute, then it is killed and started again.
// Nobody waits long for the bad news, and when it is back all is well without a restart of ours.

import { App } from "../app.mjs";
import { Ledger, isSuccess } from "../ledger.mjs";
import { wholePool } from "../pool.mjs";
import { Proof, doubts } from "../proof.mjs";
import { check, count, largest, note, times } from "../report.mjs";
import { pause } from "../scratch.mjs";
import { Trail } from "../trail.mjs";
import { Watch } from "../watch.mjs";

export const DATABASES = ["PostgreSQL"];

const FROZEN = 60_000; // milliseconds
const DOWN = 10_000;
const BEFORE = 3_000;
const AFTER = 10_000;
const CONNECTIONS = 10;
/** Three seconds for a connection, or six for a unit of work that had begun; and the machine is busy. */
const LONGEST = 6_500;
const WELL_AGAIN = 5_000;

export async function run(database, share) {
  database.environment.DATABASE_CONNECTIONS = String(CONNECTIONS);
  const app = new App(database);
  await app.start();
  const [ledger, trail] = [new Ledger(), new Trail()];
  const { cluster } = database;
  const frozen = Math.max(10_000, FROZEN * share);
  await outage(app, ledger, `PostgreSQL stands still for ${frozen / 1_000} s`, async () => {
    cluster.freeze();
    await pause(frozen);
    cluster.thaw();
  });
  await aftermath(app, ledger, trail);
  await outage(app, ledger, `PostgreSQL is killed and ${DOWN / 1_000} s later started`, async () => {
    await cluster.crash();
    await pause(DOWN);
    await cluster.up();
  });
  await aftermath(app, ledger, trail);
  const panics = app.logged("panic").length;
  check("nothing panicked", panics === 0, `${panics} in the log`);
  check("it ends when asked", (await app.stop()) === 0);
}

/** Load before, during and after. */
async function outage(app, ledger, what, happen) {
  const watch = new Watch(app, ledger);
  await pause(BEFORE);
  const began = performance.now();
  await happen();
  const back = performance.now();
  await pause(AFTER);
  await watch.end();
  during(what, watch, began, back);
  afterwards(what, watch, back);
}

function during(what, watch, began, back) {
  const met = watch.data.filter((sample) => sample.ended > began && sample.began < back - LONGEST);
  const refused = met.filter(({ status }) => !isSuccess(status));
  // What was answered in the very moment is no refusal, and proves nothing.
  const as503 = refused.filter(({ status }) => status === 503).length;
  const slowest = largest(refused.map(({ ms }) => ms));
  const numbers = `${count(as503)} of ${count(refused.length)}, ${times(refused.map(({ ms }) => ms))}`;
  check(`${what}: requests are told 503, none after more than ${LONGEST} ms`, as503 === refused.length && as503 > 0 && slowest <= LONGEST, numbers);
  const late = met.filter(({ status, began: sent }) => isSuccess(status) && sent > began + 100).length;
  check("nothing else is answered meanwhile", late === 0, `${late} successes`);
  const pages = watch.pages.filter((sample) => sample.began > began && sample.ended < back);
  const well = pages.filter(({ status }) => isSuccess(status)).length;
  check("what needs no database is served as ever", well === pages.length && well > 0, `${well} of ${pages.length}, ${times(pages.map(({ ms }) => ms))}`);
  const ready = watch.ready.filter((sample) => sample.began > began + 1_000 && sample.ended < back);
  const honest = ready.filter(({ status }) => status === 503).length;
  check("/readyz says so", honest === ready.length && honest > 0, `${honest} of ${ready.length}, ${times(ready.map(({ ms }) => ms))}`);
}

function afterwards(what, watch, back) {
  const refused = watch.data.filter(({ status, ended }) => !isSuccess(status) && ended > back);
  const last = largest(refused.map(({ ended }) => ended - back));
  const since = watch.data.filter(({ began, status }) => began > back + last && isSuccess(status)).length;
  const numbers = `the last refusal ${Math.round(last)} ms after its return, then ${count(since)} successes`;
  check(`well again within ${WELL_AGAIN} ms`, last <= WELL_AGAIN && since > 0, numbers);
}

async function aftermath(app, ledger, trail) {
  await wholePool(app, CONNECTIONS);
  const proof = await new Proof().add(app, ledger, trail);
  check("no acknowledged change is lost", proof.holds, proof.numbers);
  note("changes without a success for an answer so far", doubts(trail, ledger));
}
