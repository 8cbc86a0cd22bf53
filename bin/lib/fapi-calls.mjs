// The calls of Clerk's Frontend API that the browser bundles of clerk-js can make, read from the bundles themselves:
//   node bin/lib/fapi-calls.mjs FOLDER-OF-CLERK-JS… >clerk/fapi-calls.tsv
// A folder is an unpacked package: `package.json` beside `dist`. What is written by hand in the last column is kept.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLE = new URL('../../clerk/fapi-calls.tsv', import.meta.url);

/** What a resource does by these names, and with which method. */
const METHODS = {
  _baseGet: 'GET',
  _basePost: 'POST',
  _basePostBypass: 'POST',
  _basePut: 'PUT',
  _basePatch: 'PATCH',
  _baseDelete: 'DELETE',
  _fetch: 'GET',
  request: 'GET',
};

/** Addresses that a bundle puts together as links rather than calls. */
const LINKS = ['GET /client/touch', 'GET /client/sync', 'GET /client/handshake'];

/** The text up to the bracket that closes the one at `start`; strings and templates are stepped over. */
function bracketed(source, start) {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const letter = source[at];
    if ('"\'`'.includes(letter)) at = endOfString(source, at);
    else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter) && (depth -= 1) === 0) return source.slice(start, at + 1);
  }
  return source.slice(start);
}

function endOfString(source, start) {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[start] === '`' && source.startsWith('${', at)) at += bracketed(source, at + 1).length;
    else if (source[at] === source[start]) return at;
  }
  return source.length;
}

/** The value of a field of an object in the source, up to the next comma at its level. */
function field(object, name) {
  let depth = 0;
  for (let at = 0; at < object.length; at += 1) {
    if ('"\'`'.includes(object[at])) at = endOfString(object, at);
    else if ('([{'.includes(object[at])) depth += 1;
    else if (')]}'.includes(object[at])) depth -= 1;
    else if (depth <= 2 && object.startsWith(`${name}:`, at) && /[{,]/.test(object[at - 1])) {
      return upToComma(object, at + name.length + 1);
    }
  }
  return undefined;
}

function upToComma(object, start) {
  for (let at = start; at < object.length; at += 1) {
    if ('"\'`'.includes(object[at])) at = endOfString(object, at);
    else if ('([{'.includes(object[at])) at += bracketed(object, at).length - 1;
    else if (',})]'.includes(object[at])) return object.slice(start, at);
  }
  return object.slice(start);
}

/** Everything up to the end of the string's literal at the start of an expression. */
const literal = expression => (/^(["'`])/.test(expression) ? expression.slice(1, endOfString(expression, 0)) : undefined);

/** The classes of a bundle: where each begins, and where its resources lie. */
function classesOf(source) {
  const found = [...source.matchAll(/class ?([\w$]*)(?: extends [\w$.]+)?\{/g)];
  return found.map((match, number) => {
    const text = source.slice(match.index, found[number + 1]?.index);
    const own = /pathRoot=("[^"]*"|[\w$]+)/.exec(text)?.[1];
    return { name: match[1], start: match.index, text, own };
  });
}

/** The values of the short constants, and of the classes' private ones, that hold a part of a path. */
function constantsOf(source, classes) {
  const found = [...source.matchAll(/[,;{} ]([\w$]{1,3})=("\/[a-z_/]+")/g)];
  const own = classes.map(kind => [`${kind.name}.#`, /static #\w+="(\/[a-z_/]+)"/.exec(kind.text)?.[1]]);
  return new Map([...found.map(match => [match[1], literal(match[2])]), ...own.filter(([, value]) => value)]);
}

/** The roots of a class: its own, or those that its makers pass on. */
function rootsOf(kind, source, constants) {
  if (kind.own?.startsWith('"') && kind.own !== '""') return [literal(kind.own)];
  if (constants.has(kind.own)) return [constants.get(kind.own)];
  if (!kind.name) return [];
  const makers = [...source.matchAll(new RegExp(`new ${kind.name.replace('$', '\\$')}\\(`, 'g'))];
  const calls = makers.map(match => bracketed(source, match.index + match[0].length - 1));
  const roots = calls.flatMap(call => [
    ...[...call.matchAll(/this\.path\(\)\+"(\/[a-z0-9_]+\/?)"/g)].map(match => `/me${match[1]}`),
    ...[...call.matchAll(/,"(\/me\/[a-z0-9_]+)"\)/g)].map(match => match[1]),
  ]);
  return [...new Set(roots.map(root => root.replace(/\/$/, '')))];
}

/** The paths that an expression can be. */
function pathsOf(expression, kind, roots, constants) {
  if (expression === undefined) return [];
  const billing = /^[\w$]+\.path\((.*)\)$/s.exec(expression);
  if (billing && !expression.startsWith('this.')) {
    return pathsOf(billing[1], kind, roots, constants).flatMap(path => [`/me/billing${path}`, `/organizations/{id}/billing${path}`]);
  }
  const own = /^this\.path\((?:"([^"]*)")?\)(?:\+"([^"]*)")?/.exec(expression);
  if (own) return roots.map(root => `${own[1] ? under(root, own[1]) : whole(root)}${own[2] ?? ''}`);
  if (expression === 'this.pathRoot') return roots;
  const choice = [...expression.matchAll(/[?:]\s*([`"])/g)];
  if (choice.length > 0 && !literal(expression)) {
    return choice.flatMap(match => pathsOf(upToComma(expression, match.index + match[0].length - 1), kind, roots, constants));
  }
  const text = literal(expression);
  if (text !== undefined) return expand(text, kind, roots, constants);
  const directory = /^this\.(directoryPath|path)$/.exec(expression);
  if (directory) return getter(directory[1], kind);
  const known = constants.get(expression.replace(/\.#\w+$/, '.#'));
  return known ? [known] : [];
}

/** A resource; singletons have no id in their paths. */
const whole = root => (['/me', '/client', '/environment', '/waitlist'].includes(root) ? root : `${root}/{id}`);

/** A part below a resource. */
const under = (root, action) => `${whole(root)}/${action}`;

function getter(name, kind) {
  const returned = new RegExp(`get ${name}\\(\\)\\{return(\`)`).exec(kind.text);
  return returned ? [literal(kind.text.slice(returned.index + returned[0].length - 1)).replace(/\$\{[^}]*\}/g, '{id}')] : [];
}

/** A template with the constants and the own path put in; what is left is an id. */
function expand(text, kind, roots, constants) {
  const known = text
    .replace(/\$\{([\w$]+\.#)\w+\}/g, (all, name) => constants.get(name) ?? all)
    .replace(/\$\{([\w$]+)\}/g, (all, name) => (constants.has(name) && text.startsWith(all) ? constants.get(name) : all));
  const start = /^\$\{this\.(path\(\)|directoryPath|path)\}/.exec(known);
  const bases = start === null ? [''] : start[1] === 'path()' ? roots.map(whole) : getter(start[1], kind);
  const rest = start === null ? known : known.slice(start[0].length);
  return bases.map(base => `${base}${rest}`.replace(/\$\{[^}]*\}/g, '{id}').replace(/\?.*$/, ''));
}

/** `METHOD /path` of every call in a bundle. */
function callsOf(source) {
  const [classes, calls] = [classesOf(source), new Set(LINKS)];
  const constants = constantsOf(source, classes);
  for (const match of source.matchAll(/\.(_base[A-Za-z]+|_fetch|request)\(/g)) {
    const argument = bracketed(source, match.index + match[0].length - 1);
    // What a resource only passes on is found where it comes from.
    if (/^\([\w$]+\)$/.test(argument)) continue;
    const kind = classes.findLast(one => one.start < match.index) ?? { text: '' };
    const roots = rootsOf(kind, source, constants);
    const method = literal(field(argument, 'method') ?? '') ?? METHODS[match[1]];
    if (!method || field(argument, 'method') === 'r') continue;
    const [path, action] = [field(argument, 'path'), literal(field(argument, 'action') ?? '')];
    const plain = roots.map(root => (action ? under(root, action) : method === 'POST' ? root : whole(root)));
    const paths = path === undefined ? plain : pathsOf(path, kind, roots, constants);
    paths.filter(one => /^\/[a-z_]/.test(one)).forEach(one => calls.add(`${method} ${one.replace(/(.)\/$/, '$1')}`));
    // Every resource can be loaded anew.
    if (match[1].startsWith('_base')) roots.filter(root => root !== '/waitlist').forEach(root => calls.add(`GET ${whole(root)}`));
  }
  // Pictures and tokens are made by classes that are told where.
  for (const [, verb, path] of source.matchAll(/\.(create|delete)\(`(\$\{this\.path\(\)\}\/[a-z_]+)`/g)) {
    calls.add(`${verb === 'create' ? 'POST' : 'DELETE'} ${path.replace('${this.path()}', '/me')}`);
  }
  // The name of the step comes from the caller.
  if (calls.delete('POST /organizations/{id}/domains/{id}/bulk')) {
    for (const [, step] of source.matchAll(/"(\w+_ownership_verification)"/g)) calls.add(`POST /organizations/{id}/domains/${step}/bulk`);
  }
  for (const token of ['/tokens', '/tokens/{id}']) calls.add(`POST /client/sessions/{id}${token}`);
  calls.add('POST /dev_browser');
  return calls;
}

/** The last column as it stands. */
function reasons() {
  try {
    const rows = readFileSync(TABLE, 'utf8').split('\n').slice(1).filter(Boolean);
    return new Map(rows.map(row => row.split('\t')).map(([method, path, , reason]) => [`${method} ${path}`, reason]));
  } catch {
    return new Map();
  }
}

const bundles = process.argv.slice(2).map(folder => ({
  version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version,
  calls: callsOf(readFileSync(join(folder, 'dist/clerk.browser.js'), 'utf8')),
}));
const known = reasons();
const all = [...new Set(bundles.flatMap(bundle => [...bundle.calls]))].sort((one, other) => {
  const [[first, path], [second, place]] = [one.split(' '), other.split(' ')];
  return path < place ? -1 : path > place ? 1 : first < second ? -1 : 1;
});
const rows = all.map(call => {
  const versions = bundles.filter(bundle => bundle.calls.has(call)).map(bundle => bundle.version);
  return [...call.split(' '), versions.join(' '), known.get(call) ?? ''].join('\t');
});
process.stdout.write(`${['method\tpath\tclerk-js\treason it is not built', ...rows].join('\n')}\n`);
