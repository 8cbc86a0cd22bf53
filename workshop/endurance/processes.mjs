// Programs that we start, and that end with us: nothing is left behind whichever way this ends.

import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";

const running = new Set();
const lastWishes = new Set();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  // What was made last goes first: a database before the folder that it lies in.
  for (const wish of [...lastWishes].reverse()) wish();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => giveUp(signal));

function giveUp(signal) {
  console.error(`ended by ${signal}`);
  process.exit(130);
}

/** Something to undo at the very end, at once and without waiting; returns what makes it forgotten. */
export function atTheEnd(wish) {
  lastWishes.add(wish);
  return () => lastWishes.delete(wish);
}

/** A running program; `ended` tells how it ended. Its output goes to `log`, or is kept from us. */
export function start(command, args, { env, cwd, log, input = "ignore" }) {
  const output = log ? openSync(log, "a") : "ignore";
  const child = spawn(command, args, { env, cwd, stdio: [input, log ? output : "pipe", output] });
  if (log) closeSync(output);
  running.add(child);
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  }).finally(() => running.delete(child));
  return child;
}

/** Runs a program to its end and keeps what it printed. `onStart` gets the process, to interrupt it. */
export async function run(command, args, { env, cwd, input, onStart } = {}) {
  const began = performance.now();
  const child = spawn(command, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  running.add(child);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (bytes) => (printed[name] += bytes));
  child.stdin.on("error", () => {}); // it may have ended before it read all
  child.stdin.end(input);
  onStart?.(child);
  const ended = await new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  running.delete(child);
  return { ...ended, ...printed, ms: performance.now() - began };
}

/** The same, for what must succeed. */
export async function runWell(command, args, options) {
  const outcome = await run(command, args, options);
  if (outcome.code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${told(outcome)}`);
  return outcome;
}

/** How a program ended, and the last it said. */
export function told({ code, signal, error, stderr = "", stdout = "" }) {
  return `${error?.message ?? signal ?? code}: ${(stderr || stdout).trim().split("\n").slice(-3).join(" / ")}`;
}
