// What the checks look at: the project's own files (tracked or about to be), with comments and texts blanked on demand.

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
    rust: files.filter((path) => path.endsWith(".rs")).map((path) => new RustFile(path, read(path))),
    metadata: () => JSON.parse(run(root, "cargo", "metadata", "--format-version", "1", "--no-deps", "--locked")),
  };
}

/** By its place; tests beside the code they test count as code. What `harness` holds is for tests: see harness.mjs. */
export const isTest = (path) => /(?:^|\/)(?:(?:tests|harness)(?:\/|\.rs$)|benches\/|fuzz\/|workshop\/)/.test(path);

/** A Rust source with line numbers that survive blanking. */
export class RustFile {
  constructor(path, text) {
    this.path = path;
    this.text = text;
    /** Comments blanked, texts kept. */
    this.code = blank(text, false);
    /** Comments and the insides of texts blanked. */
    this.bare = blank(text, true);
  }

  at(index) {
    return `${this.path}:${this.text.slice(0, index).split("\n").length}`;
  }

  /** Where `pattern` (with the g flag) matches in `view`. */
  find(pattern, view = this.code) {
    return [...view.matchAll(pattern)].map((match) => ({ index: match.index, text: match[0], where: this.at(match.index) }));
  }
}

// Line and block comments, raw and plain texts, and characters that would look like the start of a text.
const TOKENS = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|b?r(#*)"[\s\S]*?"\1|b?"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\\n]|\\[^\n]{1,8}?)'/g;

function blank(text, texts) {
  return text.replace(TOKENS, (token) => {
    if (token.startsWith("/")) return token.replace(/[^\n]/g, " ");
    if (!texts || token.startsWith("'")) return token;
    const open = token.indexOf('"');
    const close = token.lastIndexOf('"');
    return token.slice(0, open + 1) + token.slice(open + 1, close).replace(/[^\n]/g, " ") + token.slice(close);
  });
}
