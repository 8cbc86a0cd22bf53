// Whether a first view has grown since somebody looked at it.

import { total } from "./first-view.mjs";

/** What a page's own ids and nonces change is less. */
const TOLERANCE = 0.02;

const number = (bytes) => bytes.toLocaleString("en");

/** What is larger than it was, by page and file, in words. Files that are new count from nothing. */
export function grown(accepted, views) {
  const problems = [];
  for (const [page, sizes] of Object.entries(views)) {
    const before = accepted[page] ?? {};
    const parts = { ...sizes, "all files": total(sizes) };
    const known = { ...before, "all files": total(before) };
    for (const [file, bytes] of Object.entries(parts)) {
      const was = known[file] ?? 0;
      if (bytes > was * (1 + TOLERANCE)) problems.push(`first view of ${page}: ${file} is ${number(bytes)} bytes with Brotli, was ${number(was)}`);
    }
  }
  return problems;
}
