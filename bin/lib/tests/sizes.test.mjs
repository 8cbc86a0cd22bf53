import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const sizes = join(dirname(fileURLToPath(import.meta.url)), "../sizes.mjs");
const WELL = { server: Buffer.alloc(2_000_000), wasm: randomBytes(100_000), readme: "" };

/** What is said of a release of these parts. */
function measure(context, parts) {
  const { server, wasm, readme } = { ...WELL, ...parts };
  const folder = mkdtempSync(join(tmpdir(), "sizes-"));
  context.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "pkg"));
  writeFileSync(join(folder, "server"), server);
  if (wasm) writeFileSync(join(folder, "pkg/app.wasm"), wasm);
  writeFileSync(join(folder, "README.md"), readme);
  const { status, stdout } = spawnSync(process.execPath, [sizes, ...["server", "pkg", "README.md"].map((name) => join(folder, name))], { encoding: "utf8" });
  return { status, stdout };
}

const rows = (server, program) => `# App\n\n| the browser's program (\`bin/test release\` prints it) | ${program} | |\n| the release server binary, stripped (the same) | ${server} | |\n`;

test("a release within its budget is well, whatever else the README says", (context) => {
  for (const readme of ["", rows("2.0 MB, 28 MB of memory when idle", "0.1 MB, 100 KB with brotli")]) {
    assert.equal(measure(context, { readme }).status, 0);
  }
});

test("figures of the README that are no longer right are named with the right ones", (context) => {
  for (const [server, program, said] of [
    ["1.5 MB", "0.1 MB, 100 KB with brotli", "is 2 MB, not 1.5 MB"],
    ["2 MB", "0.2 MB, 100 KB with brotli", "is 0.1 MB, not 0.2 MB"],
    ["2 MB", "0.1 MB, 80 KB with brotli", "is 100 KB with brotli, not 80 KB"],
  ]) {
    const { status, stdout } = measure(context, { readme: rows(server, program) });
    assert.equal(status, 1, said);
    assert.ok(stdout.includes(said), stdout);
  }
});

test("a binary with its symbols is not what is shipped", (context) => {
  const { status, stdout } = measure(context, { server: Buffer.concat([WELL.server, Buffer.from("\0.text\0.symtab\0.strtab\0")]) });
  assert.equal(status, 1);
  assert.ok(stdout.includes("is not stripped"), stdout);
});

test("a program over its budget, or none, is refused", (context) => {
  assert.equal(measure(context, { wasm: randomBytes(400_001) }).status, 1);
  assert.equal(measure(context, { wasm: null }).status, 1);
});
