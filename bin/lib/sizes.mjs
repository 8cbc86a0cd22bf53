// What a release weighs: the binary, and what a browser downloads before the page is alive, which has a budget.
// `node bin/lib/sizes.mjs SERVER PKG_FOLDER [README]`; the README's figures come from here, and must still be right.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { wrongFigure } from "./readme-figures.mjs";

const BUDGET = 400_000; // bytes of wasm, compressed with brotli

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const [binary, folder, readme = join(root, "README.md")] = process.argv.slice(2);
const number = (bytes) => bytes.toLocaleString("en");

let passed = 0;
let failed = 0;
function check(holds, problem) {
  if (holds) passed += 1;
  else failed += 1;
  if (!holds) console.log(problem);
}

function checkReadme(what, unit, bytes) {
  const wrong = wrongFigure(readme, what, unit, bytes);
  check(!wrong, wrong);
}
const megabytes = { name: "MB", bytes: 1e6 };
const brotliKilobytes = { name: "KB with brotli", bytes: 1e3 };

const server = readFileSync(binary);
console.log(`${binary}: ${number(server.length)} bytes`);
// On Linux, the table that holds the names of functions; elsewhere there is no section of this name.
check(!server.includes("\0.symtab\0"), `${binary} is not stripped`);
checkReadme("release server binary", megabytes, server.length);

let found = false;
for (const name of readdirSync(folder).filter((each) => /\.(wasm|js|css)$/.test(each))) {
  const bytes = readFileSync(join(folder, name));
  const brotli = brotliCompressSync(bytes).length;
  console.log(`${name}: ${number(bytes.length)} bytes, ${number(brotli)} with brotli, ${number(gzipSync(bytes).length)} with gzip`);
  if (!name.endsWith(".wasm")) continue;
  found = true;
  check(brotli <= BUDGET, `over the budget of ${number(BUDGET)} bytes of wasm with brotli`);
  checkReadme("browser's program", megabytes, bytes.length);
  checkReadme("browser's program", brotliKilobytes, brotli);
}
check(found, `no wasm in ${folder}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
