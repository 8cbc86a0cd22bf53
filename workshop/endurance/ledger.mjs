// What was sent and what came back: the memory that the database is held against.

import { count } from "./report.mjs";

/** Every change that was tried. */
export class Ledger {
  constructor() {
    this.entries = [];
    this.compared = 0;
  }

  /** Notes an answer, or that there was none. `object` is what was changed; a new one is named by the answer. */
  note({ action, tenant, object }, { status, requestId, body, began, ms }) {
    const made = body?.project ?? body?.task;
    const acknowledged = isSuccess(status) && requestId !== undefined;
    const entry = { action, tenant, object: object ?? made?.id, requestId, status, acknowledged, began, ended: began + ms };
    this.entries.push(entry);
    return entry;
  }

  get acknowledged() {
    return this.entries.filter((entry) => entry.acknowledged);
  }

  /** How many of each status, the most frequent first: "201 × 3, no answer × 1". */
  statuses(entries = this.entries) {
    const counts = new Map();
    for (const { status } of entries) counts.set(status, (counts.get(status) ?? 0) + 1);
    const byCount = [...counts].sort((a, b) => b[1] - a[1]);
    return byCount.map(([status, number]) => `${status || "no answer"} × ${count(number)}`).join(", ") || "none";
  }

  /** The entries since the last time this was asked. */
  take() {
    const taken = this.entries.slice(this.compared);
    this.compared = this.entries.length;
    return taken;
  }
}

export const isSuccess = (status) => status >= 200 && status < 300;
