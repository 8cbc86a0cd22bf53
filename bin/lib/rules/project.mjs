// What the checks look at: the project's own files, tracked or about to be.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export function run(root, program, ...args) {
  return execFileSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
}

function listFiles(root) {
  return run(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    .split("\0")
    .filter((path) => path && existsSync(join(root, path)) && statSync(join(root, path)).isFile());
}

export function project(root, targetDir) {
  const files = listFiles(root);
  const read = (path) => readFileSync(join(root, path), "utf8");
  return {
    root,
    targetDir,
    files,
    read,
  };
}
