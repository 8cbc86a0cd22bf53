// A temporary folder for everything that a run makes, free ports, and waiting for things to become true.

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { atTheEnd } from "./processes.mjs";

export { pause };

const root = mkdtempSync(join(tmpdir(), "endurance-"));
// PostgreSQL's own account passes through here to the folder that is its own.
chmodSync(root, 0o711);
let keep = false;
atTheEnd(() => keep || rmSync(root, { recursive: true, force: true }));

let made = 0;

/** A new folder. */
export function folder(name) {
  made += 1;
  const path = join(root, `${made}-${name}`);
  mkdirSync(path);
  return path;
}

/** Leaves everything where it is, for somebody to look at; says where. */
export function keepAll() {
  keep = true;
  return root;
}

/** A port that nobody listens on at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until `holds` says so; the milliseconds it took, or undefined when patience ended first. */
export async function until(holds, patience, every = 10) {
  const began = performance.now();
  while (performance.now() - began < patience) {
    if (await holds()) return performance.now() - began;
    await pause(every);
  }
  return undefined;
}

/** A number from `low` to `high`, both possible. */
export const between = (low, high) => low + Math.floor(Math.random() * (Math.floor(high) - low + 1));
