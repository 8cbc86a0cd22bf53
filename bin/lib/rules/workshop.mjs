// The workshop is a workspace of its own, which cargo lets drift: the same versions, lints and profiles as the root are held here.

import { run } from "./project.mjs";

const MANIFEST = "workshop/Cargo.toml";
const LOCK = "workshop/Cargo.lock";

/** Nothing to say where there is no workshop, as in a project made from the template. */
export function workshopFollows(project) {
  if (!project.files.includes(MANIFEST)) return [];
  return [
    ...locks(project.read("Cargo.lock"), project.read(LOCK)),
    ...manifests(project.read("Cargo.toml"), project.read(MANIFEST)),
    ...isCurrent(project),
  ];
}

function isCurrent(project) {
  try {
    run(project.root, "cargo", "tree", "--locked", "--manifest-path", MANIFEST, "--depth", "0");
    return [];
  } catch (error) {
    return [`${LOCK} is not current, run workshop/bin/lock: ${String(error.stderr).trim().split("\n")[0]}`];
  }
}

/** Packages of the registry that both have, in versions that the root has not. */
export function locks(root, workshop) {
  const ours = versions(root);
  return [...versions(workshop)]
    .filter(([name]) => ours.has(name))
    .flatMap(([name, found]) => [...found].filter((version) => !ours.get(name).has(version)).map((version) => `${LOCK} has ${name} ${version}, run workshop/bin/lock`));
}

function versions(lock) {
  const found = new Map();
  for (const [, name, version] of lock.matchAll(/^name = "(.+)"\nversion = "(.+)"\nsource = /gm)) {
    found.set(name, (found.get(name) ?? new Set()).add(version));
  }
  return found;
}

const SHARED = /^(?:workspace\.lints\.\w+|profile\.(?:dev|release)\b.*)$/;

/** Sections that must be the same, and dependencies that both name and ask for differently. */
export function manifests(root, workshop) {
  const [ours, theirs] = [sections(root), sections(workshop)];
  const problems = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter((name) => SHARED.test(name) && String(ours[name]) !== String(theirs[name]))
    .map((name) => `[${name}] differs in ${MANIFEST}`);
  const asked = new Set(ours["workspace.dependencies"]);
  const others = (theirs["workspace.dependencies"] ?? []).filter((line) => !/\bpath = "\.\.\//.test(line) && !asked.has(line));
  return [...problems, ...others.map((line) => `${MANIFEST} asks for ${line}, the root does not`)];
}

/** The lines of each section, without comments. */
function sections(manifest) {
  const found = {};
  let section = "";
  for (const line of manifest.split("\n")) {
    const name = line.match(/^\[+([^\]]+)\]+$/)?.[1];
    if (name) section = name;
    else if (line.trim() && !line.startsWith("#")) (found[section] ??= []).push(line);
  }
  return found;
}
