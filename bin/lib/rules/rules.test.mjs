// The checks themselves: each finds the mistake it is there for, and leaves the right thing alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { noMachineInFiles } from "./files.mjs";
import { profilesKeepAssertions } from "./release.mjs";
import { locks, manifests } from "./workshop.mjs";

test("a profile that changes debug-assertions", () => {
  assert.equal(profilesKeepAssertions({ read: () => "[profile.fast-release]\ninherits = \"dev\"\n" }).length, 1);
  assert.equal(profilesKeepAssertions({ read: () => "[profile.dev]\ndebug-assertions = false\n" }).length, 1);
  assert.equal(profilesKeepAssertions({ read: () => "[profile.fast-release]\ninherits = \"release\"\n" }).length, 0);
});

test("a workshop that drifts", () => {
  const lock = (version) => `[[package]]\nname = "url"\nversion = "${version}"\nsource = "registry"\n`;
  assert.equal(locks(lock("2.5.8"), lock("2.5.9")).length, 1);
  assert.equal(locks(lock("2.5.8"), lock("2.5.8")).length, 0);
  assert.equal(locks(lock("2.5.8") + lock("1.0.0"), lock("1.0.0")).length, 0);
  assert.equal(locks("", lock("2.5.9")).length, 0);
  const manifest = (url, lto) => `[workspace.dependencies]\nurl = "${url}"\napp = { path = "../app" }\n[profile.release]\n# why\nlto = ${lto}\n`;
  assert.equal(manifests(manifest("2", true), manifest("2", true)).length, 0);
  assert.equal(manifests(manifest("2", true), manifest("3", true)).length, 1);
  assert.equal(manifests(manifest("2", true), manifest("2", false)).length, 1);
  assert.equal(manifests(manifest("2", true), "").length, 1);
});

test("paths and hosts of one machine", () => {
  const count = (text, path = "docs/x.md") => noMachineInFiles({ files: [path], read: () => text }).length;
  assert.equal(count(`see /${"root"}/.cargo`), 1);
  assert.equal(count(`see https://${"index"}.crates.example/x`), 1);
  assert.equal(count('"resolved": "https://x"', "package-lock.json"), 1);
  assert.equal(count("https://docs.example/x and ./work/here"), 0);
});
