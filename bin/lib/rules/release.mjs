// The local Clerk must never run from a release binary. That nothing but debug builds names it, crates/architecture holds.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MARKER = "LOCAL CLERK: NOT FOR PRODUCTION";

export function profilesKeepAssertions(project) {
  const problems = [];
  let profile = null;
  let inherits = {};
  for (const line of project.read("Cargo.toml").split("\n")) {
    const section = line.match(/^\[(?:profile\.([\w-]+)[^\]]*)?/);
    if (section) profile = section[1] ?? null;
    if (profile && /^debug-assertions\b/.test(line)) problems.push(`profile ${profile} sets debug-assertions`);
    if (profile && /^inherits\b/.test(line)) inherits[profile] = line.split('"')[1];
  }
  for (const [name, parent] of Object.entries(inherits)) {
    const wanted = name.endsWith("release") ? "release" : "dev";
    if (parent !== wanted) problems.push(`profile ${name} inherits ${parent}, not ${wanted}`);
  }
  return problems;
}

export function releaseBinary(project) {
  const path = join(project.targetDir, "release", "server");
  if (!existsSync(path)) return [`${path} is not built: run bin/release first`];
  return readFileSync(path).includes(MARKER) ? [`the release binary holds "${MARKER}"`] : [];
}
