// The local Clerk must never run from a release binary.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { isTest } from "./project.mjs";

const MARKER = "LOCAL CLERK: NOT FOR PRODUCTION";

// The use is allowed in a module or item under cfg(debug_assertions), directly or because its `mod` line is.
export function emulatorOnlyInDebug(project) {
  return project.rust
    .filter((file) => file.path.startsWith("server/src/") && !isTest(file.path))
    .filter((file) => !isDebugModule(project, file.path))
    .flatMap((file) => file.find(/\bclerk_emulator::/g, file.bare).filter((hit) => !underDebug(file.bare.slice(0, hit.index))).map((hit) => `${hit.where} uses the emulator in every build`));
}

const underDebug = (before) => /cfg\((?:all\()?debug_assertions/.test(before.split("\n").slice(-12).join("\n"));

function isDebugModule(project, path) {
  const name = path.split("/").at(-1).replace(/\.rs$/, "");
  const folder = path.split("/").slice(0, -1).join("/");
  const declared = new RegExp(`#\\[cfg\\(debug_assertions\\)\\]\\s*(?:pub(?:\\([^)]*\\))?\\s+)?mod\\s+${name}\\s*;`);
  const inParent = project.rust.some((file) => declared.test(file.code) && [`${folder}.rs`, `${folder}/main.rs`, `${folder}/lib.rs`, `${folder}/mod.rs`].includes(file.path));
  return inParent || (folder !== "server/src" && isDebugModule(project, `${folder}.rs`));
}

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
