// What a browser downloads for the first view of a page before the page is alive, file by file, as the server sends it to
// somebody who takes Brotli; of the document only what chance has put into it is replaced. ClerkJS is Clerk's own and not
// counted.

import { createHash } from "node:crypto";
import { brotliCompressSync, constants } from "node:zlib";

const FILE = /["'(](\/[\w./-]+\.(?:css|ico|js|mjs|png|svg|wasm|woff2))["')]/g;
const PART = /(?:from|import)\s*\(?["'](\.{1,2}\/[\w./-]+\.m?js)["']/g;
/** What is another one in every run: ids, nonces, moments. */
const CHANCE = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=nonce=")[\w+/=-]+|\b1\d{12}\b|\b20\d\d-\d\d-\d\dT[\d:.]+Z/g;
const CLERK = /^\/__clerk\//;

/** Paths of our own files that a document names. */
export function filesIn(html) {
  return [...new Set([...html.matchAll(FILE)].map(([, path]) => path))].filter((path) => !CLERK.test(path));
}

/** Paths of the scripts that a script imports. */
export function partsOf(path, script) {
  return [...script.matchAll(PART)].map(([, part]) => new URL(part, `http://localhost${path}`).pathname);
}

/** A file's name without the hash of its content. */
export const plainName = (path) => path.replace(/\.[\w-]{22}(\.\w+)$/, "$1");

const ID_BEGINS = "0190a5d0-0000-7";
const isId = (text) => text.length === 36;

/** The document with other ids, nonces and moments, the same ones in every run: as hard to compress as the real ones. */
export function steady(html) {
  const known = new Map();
  const inItsPlace = (text) => {
    const hash = createHash("sha256").update(String(known.size)).digest("hex");
    let next = 0;
    const digits = text.replace(/\w/g, () => hash[next++ % hash.length]);
    // Ids of rows that were made one after the other begin alike.
    return isId(text) ? ID_BEGINS + digits.slice(ID_BEGINS.length) : digits;
  };
  return html.replace(CHANCE, (text) => known.get(text) ?? known.set(text, inItsPlace(text)).get(text));
}

const asTheServerDoes = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Bytes of a document with Brotli, the same in every run. */
export const steadySize = (html) => brotliCompressSync(steady(html), asTheServerDoes).length;

/** Bytes by name for one page; the page itself is `page`. */
export async function firstView(server, call) {
  const plain = await server.get(call);
  const sizes = { page: steadySize(plain.body.toString()) };
  const paths = filesIn(plain.body.toString());
  for (const path of paths) {
    const file = { path, accept: "*/*", isSignedIn: false };
    sizes[plainName(path)] = (await server.get({ ...file, encoding: "br" })).body.length;
    if (!/\.m?js$/.test(path)) continue;
    const script = (await server.get(file)).body.toString();
    paths.push(...partsOf(path, script).filter((part) => !paths.includes(part)));
  }
  return sizes;
}

export const total = (sizes) => Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
