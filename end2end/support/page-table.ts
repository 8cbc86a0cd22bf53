// The app's own table of pages, as the server prints it: a page that is added there is walked to, or the walk fails.

import { execFileSync } from 'node:child_process';

import { serverBinary } from './server.js';

/** The paths of all pages, as axum writes them. */
export function pagePaths() {
  const listing = execFileSync(serverBinary, ['config', 'routes'], { encoding: 'utf8' });
  const paths = [...listing.matchAll(/^page +(\S+)/gm)].map(([, path]) => path!);
  if (paths.length === 0) throw new Error(`no pages in:\n${listing}`);
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
