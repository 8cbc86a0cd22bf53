// What a browser downloads for the first view of a page before the page is alive, file by file, as the server sends it to
// somebody who takes Brotli. ClerkJS is Clerk's own and not counted.

const FILE = /["'(](\/[\w./-]+\.(?:css|ico|js|mjs|png|svg|wasm|woff2))["')]/g;
const PART = /(?:from|import)\s*\(?["'](\.{1,2}\/[\w./-]+\.m?js)["']/g;
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

/** Bytes by name for one page; the page itself is `page`. */
export async function firstView(server, call) {
  const plain = await server.get(call);
  const sizes = { page: (await server.get({ ...call, encoding: "br" })).body.length };
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
