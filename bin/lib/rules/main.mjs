// Runs the checks and counts them. Each check is a name and a function that returns the problems it found.

import { noMachineInFiles } from "./files.mjs";
import { project } from "./project.mjs";
import { profilesKeepAssertions, releaseBinary } from "./release.mjs";
import { workshopFollows } from "./workshop.mjs";

const [root, targetDir, mode] = process.argv.slice(2);

const ALWAYS = [
  ["no profile changes debug-assertions", profilesKeepAssertions],
  ["the workshop has the root's versions, lints and profiles", workshopFollows],
  ["no path of one machine and no registry host in a file", noMachineInFiles],
];
const AFTER_RELEASE = [["no emulator in the release binary", releaseBinary]];

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
