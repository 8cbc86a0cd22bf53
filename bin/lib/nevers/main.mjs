// Runs the checks and counts them. Each check is a name and a function that returns the problems it found.

import { arrows, browserTree, verifyStaysOnTheServer } from "./crates.mjs";
import { emulatorOnlyInDebug, profilesKeepAssertions, releaseBinary } from "./emulator.mjs";
import { harnessOnlyInTests } from "./harness.mjs";
import { project } from "./project.mjs";
import { identityInOnePlace, noMachineInFiles, noReadingMutation, timeAndChance } from "./sources.mjs";
import { rawTextElements } from "./views.mjs";
import { workshopFollows } from "./workshop.mjs";

const [root, targetDir, mode] = process.argv.slice(2);

const ALWAYS = [
  ["dependencies point one way", arrows],
  ["1: nothing of the server reaches the browser", browserTree],
  ["1: session verification stays on the server", verifyStaysOnTheServer],
  ["2: cookies and headers of identity are named in the Clerk crates only", identityInOnePlace],
  ["6: the emulator is used behind cfg(debug_assertions)", emulatorOnlyInDebug],
  ["6: no profile changes debug-assertions", profilesKeepAssertions],
  ["7: no user text inside elements that Leptos does not escape", rawTextElements],
  ["8: clock, ids and chance are injected", timeAndChance],
  ["9: no server function is reached by a GET encoding", noReadingMutation],
  ["the server lends itself to tests only", harnessOnlyInTests],
  ["the workshop has the root's versions, lints and profiles", workshopFollows],
  ["no path of one machine and no registry host in a file", noMachineInFiles],
];
const AFTER_RELEASE = [["6: no emulator in the release binary", releaseBinary]];

const here = project(root, targetDir);
let passed = 0;
let failed = 0;
for (const [name, check] of mode === "--release" ? AFTER_RELEASE : ALWAYS) {
  const problems = check(here);
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"}  ${name}`);
  for (const problem of problems) console.log(`        ${problem}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
