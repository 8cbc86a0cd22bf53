// The app's own table of pages, read from its source: a page that is added there is walked to, or the walk fails.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './server.js';

/** The paths of all pages, as axum writes them. */
export function pagePaths() {
  const source = readFileSync(join(root, 'app/src/pages/table.rs'), 'utf8');
  const declared = Number(/PAGES: \[Page; (\d+)\]/.exec(source)?.[1]);
  const paths = [...source.matchAll(/^ {4}\w+\("(\/[^"]*)"\),$/gm)].map(([, path]) => path!);
  if (paths.length !== declared) throw new Error(`read ${paths.length} of ${declared} pages of the table`);
  return paths;
}

/** A page's address with values in place of its parameters. One that nobody gives a value fails. */
export function addressOf(path: string, values: Record<string, string>) {
  return path.replace(/\{(\*?\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nobody knows a {${name}} for ${path}`);
    return value;
  });
}
