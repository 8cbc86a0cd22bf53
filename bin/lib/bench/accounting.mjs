// What a process has cost so far, by the system's own accounting.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Linux tells these in hundredths of a second, whatever the kernel counts in. */
const TICK = 10; // milliseconds

/** Milliseconds of CPU in /proc/PID/stat. The program's name may hold spaces and brackets, so fields count from its end. */
export function cpuInStat(text) {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  if (!Number.isFinite(user + system)) throw new Error(`no times in ${text}`);
  return (user + system) * TICK;
}

/** Milliseconds in what `ps -o time=` prints: `12:34.56` on macOS, `1-02:03:04` elsewhere. */
export function cpuInTime(text) {
  const [, days = "0", clock] = text.trim().match(/^(?:(\d+)-)?([\d:.]+)$/) ?? [];
  if (!clock) throw new Error(`no time in ${text}`);
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1000);
}

/** Megabytes that /proc/PID/status tells. */
export function memoryInStatus(text) {
  return (Number(text.match(/^VmRSS:\s+(\d+) kB$/m)?.[1]) * 1024) / 1e6;
}

const ps = (pid, column) => execFileSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
const hasProc = existsSync("/proc/self/stat");

/** Milliseconds of CPU that a process has used, its threads included. */
export function cpu(pid) {
  return hasProc ? cpuInStat(readFileSync(`/proc/${pid}/stat`, "utf8")) : cpuInTime(ps(pid, "time"));
}

/** Megabytes of memory that a process has now. */
export function memory(pid) {
  return hasProc ? memoryInStatus(readFileSync(`/proc/${pid}/status`, "utf8")) : (Number(ps(pid, "rss")) * 1024) / 1e6;
}
