// SQLite as a database under test: a file of its own for each part, and Python's sqlite3 to look at it from outside.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { run, runWell, start } from "./processes.mjs";
import { folder } from "./scratch.mjs";

const SCRIPT = fileURLToPath(new URL("sqlite.py", import.meta.url));

/** Whether Python with sqlite3 is there. */
export const hasPython = () => spawnSync("python3", ["-c", "import sqlite3"]).status === 0;

/** A file that does not exist yet. */
export class SqliteFile {
  name = "SQLite";
  isPostgres = false;

  constructor(place = folder("sqlite")) {
    this.place = place;
    this.file = join(place, "app.sqlite");
    this.environment = { DATABASE_URL: `sqlite:${this.file}` };
  }

  /** Another one, empty, for a restore. */
  async another() {
    return new SqliteFile();
  }

  /** Nobody works on for a program that was killed. */
  async settled() {}

  async forget() {
    rmSync(this.place, { recursive: true });
  }

  /** "ok", or what SQLite itself finds wrong. */
  async integrity() {
    const { code, stdout, stderr } = await run("python3", [SCRIPT, "integrity", this.file]);
    return (code === 0 ? stdout : stderr).trim();
  }

  /** How many projects and audit events, as text. */
  async counts() {
    return (await runWell("python3", [SCRIPT, "counts", this.file])).stdout.trim();
  }

  /** Another process that holds the write lock; `release` lets go. */
  async hold() {
    const holder = start("python3", [SCRIPT, "hold", this.file], { env: process.env, input: "pipe" });
    await new Promise((resolve, reject) => {
      holder.stdout.once("data", resolve);
      holder.ended.then(() => reject(new Error("the lock was not to be had")));
    });
    return {
      release: () => {
        holder.stdin.end();
        return holder.ended;
      },
    };
  }
}
