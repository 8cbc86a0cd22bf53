// Load that goes on whatever happens, and remembers when each answer came: changes, reads, a page without data, readiness.

import { TENANTS } from "./clerk.mjs";
import { isSuccess } from "./ledger.mjs";
import { pause } from "./scratch.mjs";
import { Writer } from "./writers.mjs";

/** After an answer that is no success, and between two looks at what is asked rarely. */
const REST = 100; // milliseconds
/** Between two reads that go well. */
const BREATH = 10;
const READS = ["/api/projects?limit=20", "/api/projects?search=moon", "/api/activity?limit=20"];

/** Watches until `end`. */
export class Watch {
  constructor(app, ledger, { writers = 10, readers = 10 } = {}) {
    Object.assign(this, { app, writes: [], reads: [], pages: [], ready: [], over: false });
    const many = (number, work) => [...Array(number)].map((_, index) => work.call(this, index));
    this.all = [
      ...many(writers, () => this.write(new Writer(app, ledger))),
      ...many(readers, (index) => this.keepAsking(this.reads, TENANTS[index % TENANTS.length], READS[index % READS.length], BREATH)),
      // The sign-in page is made without the database.
      this.keepAsking(this.pages, undefined, "/sign-in", REST),
      this.keepAsking(this.ready, undefined, "/readyz", REST),
    ];
  }

  /** Everything that needs the database. */
  get data() {
    return [...this.writes, ...this.reads];
  }

  async end() {
    this.over = true;
    await Promise.all(this.all);
  }

  async write(writer) {
    while (!this.over) {
      const { began, ended, status } = await writer.step();
      this.writes.push({ began, ended, ms: ended - began, status });
      if (!isSuccess(status)) await pause(REST);
    }
  }

  async keepAsking(samples, tenant, path, every) {
    while (!this.over) {
      const { began, ms, status } = await this.app.ask(tenant, { path });
      samples.push({ began, ended: began + ms, ms, status });
      await pause(isSuccess(status) ? every : REST);
    }
  }
}
