// The budget of what a browser downloads before the page is alive.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const BUDGET = 400_000; // bytes of wasm, compressed with brotli

const [folder] = process.argv.slice(2);
const size = (name) => {
  const bytes = readFileSync(join(folder, name));
  return { raw: bytes.length, brotli: brotliCompressSync(bytes).length };
};
let over = false;
let found = false;
for (const name of readdirSync(folder).filter((each) => /\.(wasm|js|css)$/.test(each))) {
  const { raw, brotli } = size(name);
  console.log(`${name}: ${raw} bytes, ${brotli} with brotli`);
  if (!name.endsWith(".wasm")) continue;
  found = true;
  over ||= brotli > BUDGET;
}
if (!found) console.log(`no wasm in ${folder}`);
if (over) console.log(`over the budget of ${BUDGET} bytes of wasm with brotli`);
const good = found && !over;
console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`);
process.exit(good ? 0 : 1);
