import assert from "node:assert/strict";
import { test } from "node:test";

import { findSecrets } from "../canaries.mjs";

const secrets = { key: "sk_test_7Qm2cV9xT4bN8kLw", webhook: "whsec_Zm9vYmFyYmF6cXV4MTIz" };
const tail = "7Qm2cV9xT4bN8kLw";

test("a secret is found in every spelling", () => {
  const leaks = [secrets.key, tail, [...tail].reverse().join(""), Buffer.from(tail).toString("hex")];
  for (const before of ["", "a", "ab"]) leaks.push(Buffer.from(`${before}${tail} and more`).toString("base64"));
  for (const leak of leaks) assert.ok(findSecrets(`\0asm ${leak}\xff`, secrets).includes("key"), leak);
  assert.deepEqual(findSecrets(`{"secret":"${secrets.webhook}"}`, { webhook: secrets.webhook }).slice(0, 1), ["webhook"]);
});

test("a key of nobody's is found by its form", () => {
  assert.equal(findSecrets("x sk_live_abcdefghijklmnop y").length, 1);
  assert.equal(findSecrets("whsec_abcdefghijklmnop").length, 1);
});

test("what names secrets holds none", () => {
  for (const text of ["", "CLERK_SECRET_KEY=sk_test_…", "must start with whsec_", "pk_test_cmVsZWFzZS1jaGVjay5jbGVyay5hY2NvdW50cy5kZXYk"]) {
    assert.deepEqual(findSecrets(text, secrets), [], text);
  }
});
