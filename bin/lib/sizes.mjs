// What a release weighs: the binary, and what a browser downloads before the page is alive, which has a budget.
// `node bin/lib/sizes.mjs SERVER PKG_FOLDER`; the figures of the README come from here.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUDGET = 400_000; // bytes of wasm, compressed with brotli

const [binary, folder] = process.argv.slice(2);
const number = (bytes) => bytes.toLocaleString("en");
console.log(`${binary}: ${number(statSync(binary).size)} bytes`);

let over = false;
let found = false;
for (const name of readdirSync(folder).filter((each) => /\.(wasm|js|css)$/.test(each))) {
  const bytes = readFileSync(join(folder, name));
  const brotli = brotliCompressSync(bytes).length;
  console.log(`${name}: ${number(bytes.length)} bytes, ${number(brotli)} with brotli, ${number(gzipSync(bytes).length)} with gzip`);
  if (!name.endsWith(".wasm")) continue;
  found = true;
  over ||= brotli > BUDGET;
}
if (!found) console.log(`no wasm in ${folder}`);
if (over) console.log(`over the budget of ${number(BUDGET)} bytes of wasm with brotli`);
const good = found && !over;
console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`);
process.exit(good ? 0 : 1);
