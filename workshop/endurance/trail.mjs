// The audit trail as it is read over REST, and what it says must be there.

import { TENANTS } from "./clerk.mjs";

/** Everything read so far; reading on costs only what is new. */
export class Trail {
  constructor() {
    this.seen = new Set();
    /** By request: what was done. */
    this.byRequest = new Map();
    /** By object: where it is and its events. */
    this.objects = new Map();
    /** Objects with events since the last time somebody asked. */
    this.moved = new Set();
  }

  /** Reads what is new of all tenants. Nobody may write meanwhile. */
  async read(app) {
    for (const tenant of TENANTS) {
      let after = "";
      while (after !== undefined) after = await this.page(app, tenant, after);
    }
  }

  /** One page; the cursor of the next one, if there may be anything new in it. */
  async page(app, tenant, after) {
    const path = `/api/activity?limit=100${after && `&after=${encodeURIComponent(after)}`}`;
    const { status, body, error } = await app.look(tenant, path);
    if (status !== 200) throw new Error(`the audit trail cannot be read: ${status} ${error ?? JSON.stringify(body)}`);
    const fresh = body.events.filter((event) => !this.seen.has(event.id));
    for (const event of fresh) this.learn(tenant, event);
    return fresh.length === body.events.length ? body.next : undefined;
  }

  learn(tenant, { id, action, outcome, object_id: object, request_id: request, before, after }) {
    this.seen.add(id);
    if (outcome !== "done") return;
    this.byRequest.set(request, { action, object });
    const project = (after ?? before).project_id;
    const known = this.objects.get(object) ?? { id: object, tenant, project, events: [] };
    // A deletion of a task leaves nothing after it, and is its next version all the same.
    known.events.push({ action, version: after?.version ?? before.version + 1, after });
    known.events.sort((a, b) => a.version - b.version);
    this.objects.set(object, known);
    this.moved.add(object);
  }

  /** The objects with new events. */
  take() {
    const taken = [...this.moved].map((id) => this.objects.get(id));
    this.moved = new Set();
    return taken;
  }

  /** Whether an object was deleted, itself or with its project. */
  isGone({ project, events }) {
    const last = (list) => list.at(-1).action;
    if (last(events).endsWith(".deleted")) return true;
    const parent = project && this.objects.get(project);
    return Boolean(parent) && last(parent.events) === "project.deleted";
  }
}
