#!/usr/bin/env node
// What cargo-leptos runs as `wasm-opt`: Binaryen's own, with the same arguments, and then two steps of ours that make the
// program smaller once it is compressed. Functions that are alike are put side by side, and what the program imports from its
// script is called by a number where wasm-bindgen has a hash. bin/setup links it into node_modules/.bin; without the link
// Binaryen's is run, and the program is a fifteenth larger.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { bySimilarity } from "./wasm-order.mjs";
import { functionBodies, withNames } from "./wasm-sections.mjs";

const binaryen = createRequire(import.meta.url).resolve("binaryen/bin/wasm-opt");
const options = process.argv.slice(2);
const run = (args) => execFileSync(process.execPath, [binaryen, ...args], { stdio: "inherit" });

run(options);
const output = options[options.indexOf("-o") + 1];
if (options.includes("-o") && options.includes("--reorder-functions-by-name")) {
  reorder(output);
  numberImports(output, output.replace(/\.wasm$/, ".js"));
}

// Binaryen sorts functions by their names, so they are named by their places. Nothing is optimised a second time.
function reorder(file) {
  const program = readFileSync(file);
  const places = bySimilarity(functionBodies(program));
  const names = [];
  places.forEach((index, place) => (names[index] = String(place).padStart(6, "0")));
  writeFileSync(file, withNames(program, names));
  const features = options.filter((option) => option.startsWith("--enable-"));
  run([...features, "--reorder-functions-by-name", "--generate-stack-ir", "--optimize-stack-ir", file, "-o", file]);
}

// `__wbg_call_0d0a3c4b9c6f1e2d` becomes `__wbg_call_0000000000000007`, in both files. Names keep their length, so that nothing
// else of the program changes.
function numberImports(program, script) {
  if (!existsSync(script)) return;
  const hashed = /(__wbg_\w+?_|__wbindgen_cast_)([0-9a-f]{16})\b/g;
  const numbers = new Map();
  const numbered = (text) =>
    text.replace(hashed, (name, stem) => {
      if (!numbers.has(name)) numbers.set(name, stem + String(numbers.size).padStart(16, "0"));
      return numbers.get(name);
    });
  const text = readFileSync(program, "latin1");
  writeFileSync(program, numbered(text), "latin1");
  writeFileSync(script, numbered(readFileSync(script, "utf8")));
}
