// Holds the database against the ledger: every acknowledged change is there with exactly one audit event, no change is
// there without its event, and no event without its change.

import { count, counted } from "./report.mjs";

/** Objects asked for at once. */
const AT_ONCE = 16;

/** What did not hold; both lists are empty when all is well. */
export class Proof {
  constructor() {
    Object.assign(this, { acknowledged: 0, objects: 0, lost: [], torn: [] });
  }

  get holds() {
    return this.lost.length === 0 && this.torn.length === 0;
  }

  get numbers() {
    const first = [...this.lost, ...this.torn].slice(0, 3);
    const examples = first.length > 0 ? `; such as ${first.join("; ")}` : "";
    const compared = `${counted(this.acknowledged, "acknowledged change")}, ${counted(this.objects, "object")} compared`;
    return `${compared}, ${count(this.lost.length)} lost, ${count(this.torn.length)} torn${examples}`;
  }

  /** Compares everything that happened since the last time. Nobody may write meanwhile. */
  async add(app, ledger, trail) {
    await trail.read(app);
    for (const entry of ledger.take()) this.entry(entry, trail);
    const waiting = trail.take();
    const work = async () => {
      for (let object = waiting.pop(); object; object = waiting.pop()) await this.object(app, trail, object);
    };
    await Promise.all([...Array(AT_ONCE)].map(work));
    return this;
  }

  /** An acknowledged change is in the trail, under the request that made it. */
  entry({ acknowledged, requestId, action, object }, trail) {
    if (!acknowledged) return;
    const event = trail.byRequest.get(requestId);
    this.acknowledged += 1;
    if (!event) this.lost.push(`${action} of ${object}: no audit event`);
    else if (event.action !== action || event.object !== object) this.lost.push(`${action} of ${object}: noted as ${event.action}`);
  }

  /** An object is as its last event says, and has one event for each of its versions. */
  async object(app, trail, object) {
    const { id, tenant, project, events } = object;
    const path = project ? `/api/projects/${project}/tasks/${id}` : `/api/projects/${id}`;
    const { status, body } = await app.look(tenant, path);
    this.objects += 1;
    const row = body?.project ?? body?.task;
    const wrong = trail.isGone(object) ? shouldBeGone(status) : difference(status, row, events.at(-1).after);
    const gap = events.findIndex((event, index) => event.version !== index + 1);
    if (wrong) this.torn.push(`${id}: ${wrong}`);
    else if (gap >= 0) this.torn.push(`${id}: version ${gap + 1} has no event, or two`);
  }
}

/** Changes without a success for an answer, and how many of them were made nevertheless: no loss, and worth knowing. */
export function doubts(trail, ...ledgers) {
  const entries = ledgers.flatMap((ledger) => ledger.entries);
  const told = new Set(entries.filter(({ acknowledged }) => acknowledged).map(({ requestId }) => requestId));
  const untold = [...trail.byRequest.keys()].filter((request) => !told.has(request)).length;
  return `${count(entries.length - told.size)}, of which ${count(untold)} were made`;
}

const shouldBeGone = (status) => (status === 404 ? "" : `deleted, and yet ${status}`);

/** Where a row and its last event differ. The place of a task moves with its neighbours, without an event of its own. */
function difference(status, row, event) {
  if (status !== 200) return `must be there, and is ${status}`;
  const fields = Object.keys(event).filter((field) => field !== "position" && event[field] !== row[field]);
  return fields.map((field) => `${field} is ${row[field]}, the trail says ${event[field]}`).join(", ");
}
