// What was found: one line for each check, with its numbers.

const found = { passed: 0, failed: 0, notRun: 0 };
let subject = "";

/** What the next lines are about: a part, and a database where there are two. */
export function begin(part, database) {
  subject = database ? `${part}, ${database}` : part;
}

/** A line that counts. */
export function check(name, holds, numbers = "") {
  if (holds) found.passed += 1;
  else found.failed += 1;
  say(holds ? "ok  " : "FAIL", name, numbers);
  return holds;
}

/** A line that is told and does not count. */
export function note(name, numbers = "") {
  say("    ", name, numbers);
}

/** What could not be tried here. It counts neither as passed nor as failed, and the closing line tells of it. */
export function notRun(name, why) {
  found.notRun += 1;
  say("----", name, `not run: ${why}`);
}

/** The closing line; whether all is well. */
export function close() {
  const rest = found.notRun > 0 ? ` (${found.notRun} not run)` : "";
  if (rest) console.log(`some checks could not be tried on this machine${rest}`);
  console.log(`${found.passed} passed, ${found.failed} failed`);
  return found.failed === 0;
}

/** 12,345 */
export const count = (number) => number.toLocaleString("en");

/** "1 lost write", "2 lost writes" */
export const counted = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

/** Median, the 99th of a hundred, and the largest, in milliseconds. */
export function times(milliseconds) {
  if (milliseconds.length === 0) return "none";
  const sorted = Float64Array.from(milliseconds).sort();
  const at = (share) => whole(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
}

/** The largest of a list that may be too long for Math.max. */
export const largest = (numbers) => numbers.reduce((max, number) => (number > max ? number : max), 0);

const whole = (number) => (number < 10 ? number.toFixed(1) : count(Math.round(number)));

function say(mark, name, numbers) {
  console.log(`${mark}  ${subject}: ${name}${numbers ? `: ${numbers}` : ""}`);
}
