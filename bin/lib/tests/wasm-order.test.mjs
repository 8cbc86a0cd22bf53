// node --test bin/lib/tests/

import assert from "node:assert/strict";
import { test } from "node:test";

import { bySimilarity } from "../wasm-order.mjs";
import { functionBodies, withNames } from "../wasm-sections.mjs";

test("what is alike stands together, and nothing is lost", () => {
  const like = (text) => Buffer.from(text);
  const functions = ["abcdefgh-1", "01234567-1", "abcdefgh-2", "xyz", "01234567-2", ""].map(like);
  const order = bySimilarity(functions);
  assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
  assert.equal(Math.abs(order.indexOf(0) - order.indexOf(2)), 1);
  assert.equal(Math.abs(order.indexOf(1) - order.indexOf(4)), 1);
});

// (module (import "m" "f" (func)) (func nop) (func nop nop))
const PROGRAM = Buffer.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x07, 0x01, 0x01, 0x6d, 0x01, 0x66, 0x00, 0x00],
  ...[0x03, 0x03, 0x02, 0x00, 0x00],
  ...[0x0a, 0x0a, 0x02, 0x03, 0x00, 0x01, 0x0b, 0x04, 0x00, 0x01, 0x01, 0x0b],
]);

test("the bodies of a program's functions are found", () => {
  const bodies = functionBodies(PROGRAM).map((body) => [...body]);
  assert.deepEqual(bodies, [[0x00, 0x01, 0x0b], [0x00, 0x01, 0x01, 0x0b]]);
});

test("a program keeps its meaning when its functions get names", async () => {
  const named = withNames(PROGRAM, ["000001", "000000"]);
  const module = await WebAssembly.compile(named);
  const [section] = WebAssembly.Module.customSections(module, "name");
  // Imports are counted first, so the first function of its own is number 1.
  assert.deepEqual([...new Uint8Array(section).subarray(0, 6)], [1, 17, 2, 1, 6, 0x30]);
});
