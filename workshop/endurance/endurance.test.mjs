// What workshop/bin/endurance compares must be able to differ: each kind of loss is made here, and must be found.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromText } from "./http.mjs";
import { Ledger } from "./ledger.mjs";
import { isOneMoment } from "./prefix.mjs";
import { Proof, doubts } from "./proof.mjs";
import { times } from "./report.mjs";
import { Trail } from "./trail.mjs";

const ACME = "org_localAcme";

/** A server with these events, and with these projects by id. */
function app(events, projects) {
  return {
    look: async (tenant, path) => {
      const id = path.split("/").at(-1);
      if (path.startsWith("/api/activity")) return { status: 200, body: { events: tenant === ACME ? events : [] } };
      return id in projects ? { status: 200, body: { project: projects[id] } } : { status: 404 };
    },
  };
}

const event = (number, action, after, before) => ({
  id: `event-${number}`,
  action,
  outcome: "done",
  object_id: "p",
  request_id: `request-${number}`,
  before: before ?? null,
  after: after ?? null,
});

const CREATED = event(1, "project.created", { name: "Moon", version: 1 });
const UPDATED = event(2, "project.updated", { name: "Sun", version: 2 }, { name: "Moon", version: 1 });
const DELETED = event(3, "project.deleted", { name: "Sun", version: 3 }, { name: "Sun", version: 2 });

/** A ledger with acknowledged changes, one a second. */
function ledger(...numbers) {
  const all = new Ledger();
  for (const number of numbers) {
    const action = ["project.created", "project.updated", "project.deleted"][number - 1];
    all.note({ action, tenant: ACME, object: "p" }, { status: 200, requestId: `request-${number}`, began: number * 1000, ms: 10 });
  }
  return all;
}

const prove = (events, projects, changes) => new Proof().add(app(events, projects), changes, new Trail());

test("what is as it should be passes", async () => {
  const kept = await prove([UPDATED, CREATED], { p: { name: "Sun", version: 2 } }, ledger(1, 2));
  assert.deepEqual([kept.holds, kept.acknowledged, kept.objects], [true, 2, 1]);
  const gone = await prove([DELETED, UPDATED, CREATED], {}, ledger(1, 2, 3));
  assert.equal(gone.holds, true);
});

test("an acknowledged change without its event is lost", async () => {
  const proof = await prove([CREATED], { p: { name: "Moon", version: 1 } }, ledger(1, 2));
  assert.deepEqual(proof.lost, ["project.updated of p: no audit event"]);
});

test("an event without its change is torn, and so is a change without its event", async () => {
  const behind = await prove([UPDATED, CREATED], { p: { name: "Moon", version: 1 } }, ledger(1, 2));
  assert.match(behind.torn[0], /name is Moon, the trail says Sun/);
  const ahead = await prove([CREATED], { p: { name: "Moon", version: 2 } }, ledger(1));
  assert.match(ahead.torn[0], /version is 2, the trail says 1/);
  const missing = await prove([UPDATED], { p: { name: "Sun", version: 2 } }, ledger(2));
  assert.match(missing.torn[0], /version 1 has no event/);
  const still = await prove([DELETED, UPDATED, CREATED], { p: { name: "Sun", version: 3 } }, ledger(1, 2, 3));
  assert.match(still.torn[0], /deleted, and yet 200/);
});

test("a refused change that was made is told and is no loss", async () => {
  const changes = ledger(1);
  changes.note({ action: "project.updated", tenant: ACME, object: "p" }, { status: 503, requestId: "request-2", began: 2000, ms: 10 });
  const trail = new Trail();
  const proof = await new Proof().add(app([UPDATED, CREATED], { p: { name: "Sun", version: 2 } }), changes, trail);
  assert.equal(proof.holds, true);
  assert.equal(doubts(trail, changes), "1, of which 1 were made");
});

test("a copy is one moment: nothing before is missing, nothing after is there, nothing between is left out", async () => {
  const of = (events, made) => isOneMoment(app(events, { p: events[0].after }), ledger(1, 2), made);
  assert.equal((await of([CREATED], { began: 1500, ended: 1600 })).holds, true);
  assert.equal((await of([CREATED], { began: 2500, ended: 2600 })).holds, false, "one is missing");
  assert.equal((await of([UPDATED, CREATED], { began: 1500, ended: 1600 })).holds, false, "one is from later");
  assert.equal((await of([UPDATED], { began: 900, ended: 2500 })).holds, false, "there is a hole");
});

test("an answer counts when all of it came", () => {
  const head = "HTTP/1.1 201 Created\r\ncontent-length: 13\r\nx-request-id: r1\r\n\r\n";
  assert.deepEqual(fromText(`${head}{"name":"é"}`), { status: 201, requestId: "r1", body: { name: "é" } });
  assert.equal(fromText(`${head}{"name":"é"`), undefined);
  assert.equal(fromText(head.slice(0, 40)), undefined);
});

test("times are told as half, nearly all, and all", () => {
  assert.equal(times([...Array(100)].map((_, index) => index + 1)), "p50 51 ms, p99 100 ms, max 100 ms");
  assert.equal(times([]), "none");
});
