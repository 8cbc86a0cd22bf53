// Holds docs/clerk-leptos.md against the exports of @clerk/react: node clerk/parity/check.mjs PACKAGE_DIR, the folder of the unpacked
// package. One line of JSON for each export. Exit 1 when one has neither a test nor a reason, when a test or a name of ours is not in the
// sources, or when the table has a row too many.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const clerk = dirname(dirname(fileURLToPath(import.meta.url)));
const table = join(dirname(clerk), 'docs/clerk-leptos.md');

const packageDir = process.argv[2];
if (!packageDir) {
  console.error('usage: node clerk/parity/check.mjs PACKAGE_DIR');
  process.exit(2);
}

/** Every file below a folder with one of these endings. */
function filesBelow(folder, endings) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules' || entry.name === 'target') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, endings);
    return endings.some(ending => entry.name.endsWith(ending)) ? [path] : [];
  });
}

const textOf = (folder, endings) => filesBelow(join(clerk, folder), endings).map(path => readFileSync(path, 'utf8')).join('\n');

/** Rows of the table: | entry | name | ours | test | reason |, code in backticks. */
function rowsOf(markdown) {
  const plain = cell => cell.trim().replaceAll('`', '') || null;
  return markdown.split('\n').flatMap(line => {
    const cells = line.startsWith('| `.') ? line.split('|').slice(1, -1).map(plain) : [];
    return cells.length === 5 ? [{ entry: cells[0], name: cells[1], ours: cells[2], test: cells[3], reason: cells[4] }] : [];
  });
}

/** The type declarations of an entry. */
function declarations(target) {
  const found = typeof target === 'string' ? target : (target?.import?.types ?? target?.types ?? target?.default);
  return typeof found === 'string' && /\.d\.[cm]?ts$/.test(found) ? join(packageDir, found) : null;
}

/** Names that a declaration file exports, and whether each is a type only. `*`: all of another package. */
function exportsOf(path) {
  const text = readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\//g, '');
  const names = [];
  for (const [, type, list] of text.matchAll(/^export\s+(type\s+)?\{([^}]*)\}/gm)) {
    for (const part of list.split(',').map(part => part.trim()).filter(Boolean)) {
      const name = part.replace(/^type\s+/, '').split(/\s+as\s+/).at(-1);
      names.push({ name, isType: Boolean(type) || part.startsWith('type ') });
    }
  }
  for (const [, isType, kind, name] of text.matchAll(/^export\s+(declare\s+)?(const|function|class|enum|type|interface)\s+(\w+)/gm)) {
    names.push({ name, isType: kind === 'type' || kind === 'interface' || (isType === 'type') });
  }
  if (/^export\s+(type\s+)?\*/m.test(text)) names.push({ name: '*', isType: true });
  return names;
}

function kindOf({ name, isType }) {
  const bare = name.replace(/^(__experimental_|UNSAFE_)/, '');
  if (isType) return 'type';
  if (/^use[A-Z]/.test(bare)) return 'hook';
  if (/Error$|^EmailLinkErrorCode/.test(bare)) return 'error';
  if (/Provider$/.test(bare)) return 'provider';
  if (/Button$/.test(bare)) return 'button';
  if (/^[A-Z][a-z]|^APIKeys|^OAuth/.test(bare)) return 'component';
  return /^[A-Z_]+$/.test(bare) ? 'constant' : 'function';
}

const rows = rowsOf(readFileSync(table, 'utf8'));
const specs = textOf('end2end/tests', ['.ts']).replaceAll("\\'", "'");
const sources = textOf('leptos', ['.rs']);
const problems = [];
const used = new Set();

/** The row of an export, or that of all exports of its entry. */
function rowOf(entry, name) {
  const row = rows.find(row => row.entry === entry && row.name === name) ?? rows.find(row => row.entry === entry && row.name === '*');
  if (row) used.add(row);
  return row;
}

function check({ entry, name, ours, test, reason }) {
  const what = `${entry} ${name}`;
  if (!test && !reason) problems.push(`${what}: neither a test nor a reason`);
  if (test && !specs.includes(test) && !new RegExp(`fn ${test}\\b`).test(sources)) problems.push(`${what}: no test "${test}"`);
  const last = ours?.split('::').at(-1).split('.').at(-1).replace(/\(.*$/, '');
  if (last && !new RegExp(`\\b${last}\\b`).test(sources)) problems.push(`${what}: no ${ours} in clerk/leptos`);
}

const manifest = JSON.parse(readFileSync(join(resolve(packageDir), 'package.json'), 'utf8'));
for (const [entry, target] of Object.entries(manifest.exports)) {
  const path = declarations(target);
  if (!path || !existsSync(path)) continue;
  for (const found of exportsOf(path)) {
    const row = rowOf(entry, found.name) ?? {};
    const line = { entry, name: found.name, kind: kindOf(found), ours: row.ours ?? null, test: row.test ?? null, reason: row.reason ?? null };
    console.log(JSON.stringify(line));
    check(line);
  }
}
for (const row of rows) {
  if (row.entry === '.guide') check(row);
  else if (!used.has(row)) problems.push(`${row.entry} ${row.name}: not exported by ${manifest.name} ${manifest.version}`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
