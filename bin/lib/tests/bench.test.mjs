import assert from "node:assert/strict";
import { test } from "node:test";

import { cpu, cpuInStat, cpuInTime, memory, memoryInStatus } from "../bench/accounting.mjs";
import { grown } from "../bench/budget.mjs";
import { filesIn, firstView, partsOf, plainName, steady, steadySize, total } from "../bench/first-view.mjs";
import { load, median, quantile } from "../bench/load.mjs";
import { costs, views } from "../bench/tables.mjs";

test("times are read behind a name that looks like fields", () => {
  const fields = "S 1 2 3 4 5 6 7 8 9 10 250 17 0 0 20";
  for (const name of ["server", "a b", ") 9 9 9 (x"]) assert.equal(cpuInStat(`4711 (${name}) ${fields}`), 2670);
  assert.throws(() => cpuInStat("4711 (server) S"));
});

test("times of ps are read in each of its ways", () => {
  for (const [text, milliseconds] of [["  0:01.25\n", 1250], ["12:34.50", 754_500], ["01:02:03", 3_723_000], ["1-00:00:01", 86_401_000]]) {
    assert.equal(cpuInTime(text), milliseconds, text);
  }
  assert.throws(() => cpuInTime(""));
});

test("memory is told in megabytes", () => assert.equal(memoryInStatus("VmPeak:\t 9 kB\nVmRSS:\t   41000 kB\n"), 41.984));

test("our own process has used some of both", () => {
  const end = performance.now() + 30;
  while (performance.now() < end);
  assert.ok(cpu(process.pid) >= 10);
  assert.ok(memory(process.pid) > 1);
});

test("quantiles are values that were seen, whatever their order", () => {
  const values = Array.from({ length: 100 }, (_, number) => 100 - number);
  assert.deepEqual([quantile(values, 0), median(values), quantile(values, 0.99), quantile(values, 1)], [1, 51, 100, 100]);
  assert.equal(median([3]), 3);
});

test("each answer counts once, however many ask", async () => {
  let cost = 0;
  const answer = () => new Promise((resolve) => setImmediate(() => resolve({ firstByte: (cost += 2) && 1 })));
  const result = await load({ cpu: () => cost, get: answer }, {}, { callers: 3, milliseconds: 20 });
  assert.equal(result.cpu, 2);
  assert.deepEqual([result.p50, result.p99], [1, 1]);
});

const HASH = "0123456789abcdefABC-_x";
const DOCUMENT = `<link rel="stylesheet" href="/pkg/app.${HASH}.css"><link rel="modulepreload" href="/pkg/app.js">
<script type="module">import("/pkg/app.js").then(app => app.default({ module_or_path: "/pkg/app.wasm" }))</script>
<script src="/__clerk/npm/@clerk/clerk-js@6/dist/clerk.browser.js"></script><a href="/orgs/acme/projects">projects</a>
<script src="https://clerk.example.com/npm/clerk.js"></script>`;

test("the files of a page are its own, each once; Clerk's are Clerk's", () => {
  assert.deepEqual(filesIn(DOCUMENT), [`/pkg/app.${HASH}.css`, "/pkg/app.js", "/pkg/app.wasm"]);
  assert.equal(plainName(`/pkg/app.${HASH}.css`), "/pkg/app.css");
  assert.equal(plainName("/pkg/app.js"), "/pkg/app.js");
  assert.deepEqual(partsOf("/pkg/app.js", `import { a } from './snippets/x/one.js'; import "../two.js"; import("https://x.example/y.js")`), [
    "/pkg/snippets/x/one.js",
    "/two.js",
  ]);
});

test("the first view has what scripts import too, as it is sent with Brotli", async () => {
  const bodies = { "/": DOCUMENT, "/pkg/app.js": "import './part.js'", "/pkg/part.js": "import './part.js'" };
  const get = async ({ path, encoding }) => ({ body: Buffer.from(encoding ? "12" : (bodies[path] ?? "?")) });
  const { page, ...sizes } = await firstView({ get }, { path: "/" });
  assert.equal(page, steadySize(DOCUMENT));
  assert.deepEqual(Object.keys(sizes), ["/pkg/app.css", "/pkg/app.js", "/pkg/app.wasm", "/pkg/part.js"]);
  assert.equal(total(sizes), 8);
});

test("two runs differ in nothing that chance has put into a document", () => {
  const page = (id, nonce, at) => `<p nonce="${nonce}"><a href="/${id}">x</a><a href="/${id}">7</a><a href="/0190ffff-ffff-7fff-8fff-ffffffffffff">y</a>${at}`;
  const one = steady(page("0190a5d0-1111-7abc-8def-0123456789ab", "c2FsdA==", "2026-11-30T06:45:46.123Z 1764485146123"));
  const other = steady(page("0190a5d1-2222-7999-9aaa-ba9876543210", "cGVwcA==", "2026-12-01T07:00:00.456Z 1764572400456"));
  assert.equal(one, other);
  const ids = one.match(/0190a5d0-0000-7[0-9a-f-]{21}/g);
  assert.equal(ids.length, 3);
  assert.ok(ids[0] === ids[1] && ids[1] !== ids[2]);
});

const once = { cpu: 0.5, perSecond: 1234.4, p50: 1.234, p99: 12.3 };
const result = (name) => ({
  ...{ name, statements: 3, idle: 40, loaded: 123.4, start: 61.2, bytes: { page: 33_800, brotli: 6100 } },
  ...{ page: once, brotli: once, alone: once, rest: once, landing: once, view: { landing: { page: 1000 }, list: { page: 2000, "/a.js": 3000 } } },
});

test("the table has a column for each server on each database", () => {
  const lines = costs({ A: [result("now")] }, { now: 25_000_000 }, "/list", "/api").split("\n");
  assert.deepEqual(lines.slice(0, 3), ["| | A |", "|---|---|", "| `GET /list`: CPU of the server for one request | 0.50 ms |"]);
  assert.ok(lines.includes("| first byte, 1 caller: p50, p99 | 1.23 ms, 12 ms |"));
  assert.ok(lines.includes("| the binary | 25.0 MB |"));
  const paired = costs({ A: [result("before"), result("now")], B: [result("before"), result("now")] }, { before: 3e7, now: 25e6 }, "/list", "/api");
  assert.equal(paired.split("\n")[0], "| | A, before | A, now | B, before | B, now |");
});

test("files stand by their size, what a page does not load is nothing", () => {
  assert.deepEqual(views([result("now")]).split("\n"), [
    "| first view, bytes with Brotli | landing | list |",
    "|---|---|---|",
    "| /a.js | 0 | 3,000 |",
    "| page | 1,000 | 2,000 |",
    "| **all** | **1,000** | **5,000** |",
    "",
  ]);
});

test("what has grown by more than two in a hundred is named, and so is what is new", () => {
  const accepted = { list: { page: 1000, "/a.wasm": 100_000 } };
  const now = (sizes) => grown(accepted, { list: { page: 1000, "/a.wasm": 100_000, ...sizes } });
  for (const well of [{}, { page: 1020 }, { "/a.wasm": 102_000 }, { "/a.wasm": 50_000 }]) assert.deepEqual(now(well), []);
  assert.deepEqual(now({ page: 1021 }), ["first view of list: page is 1,021 bytes with Brotli, was 1,000"]);
  assert.deepEqual(now({ "/b.js": 10 }), ["first view of list: /b.js is 10 bytes with Brotli, was 0"]);
  assert.equal(now({ "/a.wasm": 110_000 }).length, 2);
  assert.equal(grown(accepted, { other: { page: 1 } }).length, 2);
});
