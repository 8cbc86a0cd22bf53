// Rules that show in the text of a source file.

import { isTest } from "./project.mjs";

// Tests play the browser or the API client, so they carry credentials.
const mayNameIdentity = (path) => /^(?:clerk\/|crates\/testkit\/)/.test(path) || isTest(path);

const IDENTITY = /__session|__client_uat|__clerk_db_jwt|__clerk_handshake|__refresh_|"(?:[Aa]uthorization|Bearer )|\bAUTHORIZATION\b/g;

export function identityInOnePlace(project) {
  return project.rust
    .filter((file) => !mayNameIdentity(file.path))
    .flatMap((file) => file.find(IDENTITY).map((hit) => `${hit.where} names ${hit.text}`));
}

// Each of these is in clippy.toml too; this one also holds where no clippy is installed.
const AMBIENT =
  /\b(?:(?:SystemTime|Instant|Utc|Local)::now|OffsetDateTime::now_\w+|Uuid::(?:now_v\w+|new_v4)|rand::(?:rng|random)|thread::sleep|tokio::time::sleep)\s*(?:::<[^>]*>)?\(/g;
const CLIPPY_NAMES = ["SystemTime::now", "Instant::now", "OffsetDateTime::now_utc", "Uuid::now_v7", "Uuid::new_v4", "rand::rng", "rand::random", "thread::sleep"];

export function timeAndChance(project) {
  const clippy = project.read("clippy.toml");
  const missing = CLIPPY_NAMES.filter((name) => !clippy.includes(`${name}"`)).map((name) => `clippy.toml does not disallow ${name}`);
  const uses = project.rust.flatMap((file) =>
    file.find(AMBIENT, file.bare).filter((hit) => !isExpected(file, hit.index)).map((hit) => `${hit.where} calls ${hit.text})`),
  );
  return [...missing, ...uses];
}

// The one allowed place says so, with a reason, on the item that holds the call: within the fifteen lines before it.
function isExpected(file, index) {
  if (/#!\[expect\(\s*clippy::disallowed_methods/.test(file.code)) return true;
  const before = file.code.slice(0, index).split("\n").slice(-15).join("\n");
  return /expect\(\s*clippy::disallowed_methods/.test(before);
}

export function noReadingMutation(project) {
  return project.rust.flatMap((file) => file.find(/\binput\s*=\s*(?:\w+::)*Get\w+/g, file.bare).map((hit) => `${hit.where} says ${hit.text}`));
}

const MACHINE = /(?:^|[^.a-z0-9_-])\/(?:w[o]rk|r[o]ot|h[o]me\/\w+)\/|https?:\/\/[a-z0-9.-]*(?:registry|index|static|files|deb|pypi)[a-z0-9-]*\.[a-z0-9.-]+\//;
const TEXT = /\.(rs|toml|md|sh|mjs|js|ts|json|css|html|sql|yml|yaml|txt|lock|example)$|^bin\/|^\.ci\/|^\.[a-z]+rc$/;

export function noMachineInFiles(project) {
  const problems = [];
  for (const path of project.files.filter((each) => TEXT.test(each))) {
    const lock = path.endsWith(".lock");
    project.read(path).split("\n").forEach((line, index) => {
      if (!lock && MACHINE.test(line)) problems.push(`${path}:${index + 1} ${line.trim().slice(0, 100)}`);
      if (path.endsWith("package-lock.json") && /"resolved": *"https?:/.test(line)) problems.push(`${path}:${index + 1} records a download address`);
    });
  }
  return problems;
}
