// Our Backend API client beside npm @clerk/backend: for each method that is called, ours makes the same call to a server that
// gives the same answers. What is sent must be equal, and so must what is made of the answers.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

/** Groups of the SDK that our client does not have. */
const NOT_BUILT = new Set([
  'allowlistIdentifiers', 'blocklistIdentifiers', 'clients', 'jwks', 'redirectUrls', 'roleSets', 'signUps', 'waitlistEntries',
]);

/** What the SDK makes of an answer and we do not, or under another name. */
const OTHERWISE = new Set([
  'EmailAddress.verification.external_verification_redirect_url', 'EmailAddress.verification.nonce', 'EmailAddress.verification.message',
]);

/** What the SDK sends although nobody gave it. */
const UNASKED = new Set(['POST /domains verified']);

const snake = name => name.replace(/ID\b/, 'Id').replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
const isEmpty = value => value === undefined || value === null || value === false || value === '' || value === 0
  || (typeof value === 'object' && Object.keys(value).length === 0);

export class Ours {
  failures = [];
  calls = 0;
  #exchanges = [];
  #replay = [];

  static async start(program) {
    const ours = new Ours();
    ours.child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    ours.lines = createInterface({ input: ours.child.stdout })[Symbol.asyncIterator]();
    ours.server = createServer((request, response) => ours.#answer(request, response)).listen(0, '127.0.0.1');
    await once(ours.server, 'listening');
    ours.url = `http://127.0.0.1:${ours.server.address().port}`;
    return ours;
  }

  async stop() {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
    this.server.close();
  }

  /** What the SDK asked and was told. */
  note(url, options, status, text) {
    this.#exchanges.push({ method: options.method, url: new URL(url), body: options.body, status, text });
  }

  /** The SDK, watched. */
  watch(api) {
    const method = (group, name, call) => async (...given) => {
      this.#exchanges = [];
      let result, error;
      try {
        result = await call.apply(api[group], given);
      } catch (thrown) {
        error = thrown;
      }
      if (!NOT_BUILT.has(group)) await this.#compare(`${group}.${name}`, given, this.#exchanges, result, error);
      if (error) throw error;
      return result;
    };
    const watched = group => new Proxy(api[group], {
      get: (target, name) => typeof target[name] === 'function' ? method(group, name, target[name]) : target[name],
    });
    return new Proxy(api, { get: (target, group) => target[group] && typeof target[group] === 'object' ? watched(group) : target[group] });
  }

  async #compare(call, given, exchanges, result, error) {
    this.calls += 1;
    this.#replay = exchanges.map(exchange => ({ ...exchange, seen: undefined }));
    const line = { id: call, api_url: this.url, secret_key: 'sk_test_x', call, params: await parameters(call, given) };
    this.child.stdin.write(`${JSON.stringify(line)}\n`);
    const answer = JSON.parse((await this.lines.next()).value);
    try {
      assert.equal(answer.id, call);
      for (const exchange of this.#replay) checkRequest(exchange);
      if (error?.errors) checkError(answer, error);
      else checkValue(answer, result);
    } catch (difference) {
      this.failures.push(`ours: ${call}: ${difference.message} ${JSON.stringify(answer.errors ?? '')}`);
    }
  }

  async #answer(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url, this.url);
    const isIt = exchange => !exchange.seen && exchange.method === request.method && exchange.url.pathname === url.pathname;
    const exchange = this.#replay.find(isIt);
    if (exchange) exchange.seen = { url, body: Buffer.concat(parts), type: request.headers['content-type'] };
    response.writeHead(exchange?.status ?? 418, { 'content-type': 'application/json; charset=utf-8' });
    response.end(exchange?.text || undefined);
  }
}

/** The SDK's arguments as one object. */
async function parameters(call, given) {
  const names = { 'sessions.getToken': ['id', 'template', 'expiresInSeconds'], 'users.getUserOauthAccessToken': ['id', 'provider'] };
  const params = {};
  for (const [index, argument] of given.entries()) {
    if (Array.isArray(argument)) params.several = argument;
    else if (argument !== null && typeof argument === 'object') Object.assign(params, argument);
    else if (argument !== undefined) params[(names[call] ?? ['id'])[index]] = argument;
  }
  if (params.file) {
    params.contentType = params.file.type;
    params.file = Buffer.from(await params.file.arrayBuffer()).toString('base64');
  }
  return params;
}

function checkRequest({ method, url, body, seen }) {
  const what = `${method} ${url.pathname}`;
  assert(seen, `${what} is not asked`);
  const pairs = url => [...url.searchParams].map(pair => pair.join('=')).sort();
  assert.deepEqual(pairs(seen.url), pairs(url), `${what}: the query`);
  if (seen.type.startsWith('multipart/')) {
    assert(seen.body.includes('bytes'), `${what}: the file`);
    return;
  }
  assert.equal(seen.type, 'application/json');
  const isAsked = name => !UNASKED.has(`${method} ${url.pathname.slice(url.pathname.lastIndexOf('/'))} ${name}`);
  const fields = text => Object.entries(JSON.parse(text || '{}')).filter(([name, value]) => !isEmpty(value) && isAsked(name)).sort();
  assert.deepEqual(fields(seen.body.toString()), fields(body), `${what}: the body`);
}

function checkError(answer, error) {
  assert.equal(answer.ok, false);
  assert.equal(answer.status, error.status, 'status');
  assert.equal(answer.trace_id ?? undefined, error.clerkTraceId, 'trace id');
  const theirs = error.errors.map(({ code, message, longMessage }) => ({ code, message, long_message: longMessage }));
  assert.deepEqual(answer.errors.map(({ code, message, long_message }) => ({ code, message, long_message })), theirs);
}

function checkValue(answer, result) {
  assert.equal(answer.ok, true, 'it fails');
  if (result !== undefined) equal(answer.value, result, typeof result === 'object' ? result.constructor.name : 'value');
}

/** Whatever the SDK knows of an answer, ours says as well. Plain objects are data: names in them stay. */
function equal(ours, theirs, path) {
  if (isEmpty(theirs) && isEmpty(ours)) return;
  if (theirs === null || typeof theirs !== 'object') return assert.deepEqual(ours, theirs, path);
  assert(ours !== null && typeof ours === 'object', `${path}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`);
  if (Array.isArray(theirs)) {
    assert.equal(ours.length, theirs.length, `${path}: so many`);
    return theirs.forEach((each, index) => equal(ours[index], each, `${each?.constructor?.name ?? path}`));
  }
  const isData = theirs.constructor === Object && /metadata$|claims$|actor$/.test(path);
  if (isData) return assert.deepEqual(ours, theirs, path);
  for (const [name, value] of Object.entries(theirs)) {
    const inside = `${path.replace(/^_/, '')}.${snake(name)}`;
    if (['_raw', 'raw', 'object'].includes(name) || value === undefined || OTHERWISE.has(inside)) continue;
    equal(ours[snake(name)], value, inside);
  }
}
