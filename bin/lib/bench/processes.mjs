// Programs that are measured and what they stand on: started here, and gone when this program ends in whatever way.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 30_000; // milliseconds, for whatever has to start

/** A folder for all that is made. */
export const scratch = mkdtempSync(join(tmpdir(), "bench-"));
const running = new Set();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

/** A folder of its own below that. */
export const folder = (name) => mkdtempSync(join(scratch, `${name}-`));

/** Starts a program; what it prints is kept in `output`. */
export function start(command, args, { env, cwd = scratch } = {}) {
  const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  child.output = "";
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (child.output += bytes));
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(code ?? signal));
  }).finally(() => running.delete(child));
  return child;
}

/** Runs a program to its end, which must be a good one; what it printed. */
export async function run(command, args, options) {
  const child = start(command, args, options);
  const code = await child.ended;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${child.output}`);
  return child.output;
}

/** Ends it at once, and waits for that: asked kindly, a server would let its load balancer notice first. */
export async function end(child) {
  child.kill("SIGKILL");
  await child.ended;
}

/** Waits until `holds` answers something true of a running program, and returns that. */
export async function until(child, what, holds, every = 50) {
  let over;
  child.ended.then((ended) => (over = ended));
  for (const end = Date.now() + PATIENCE; Date.now() < end && over === undefined; await pause(every)) {
    const answer = await holds();
    if (answer) return answer;
  }
  throw new Error(`${what}${over === undefined ? ` does not come up in ${PATIENCE / 1000} s` : ` ended with ${over}`}:\n${child.output}`);
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
