// Calls every Backend operation that the local Clerk does through npm @clerk/backend: `node backend.mjs EMULATOR CLIENT [RECORD]`.
// Each answer must come back whole: `raw` is the answer, and no property of the SDK's classes is undefined but those listed.
// RECORD is a file for the answers to version 3, one a line, which `clerk/judge` reads.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';

import { Ours } from './backend-client.mjs';
import { EXCLUDED, STEPS } from './backend-steps.mjs';
import { start } from './local-clerk.mjs';

/** Properties of the SDK's classes that Clerk's published shapes do not have, or only where there is something. */
const UNDEFINED = new Set([
  'InstanceRestrictions.ignoreDotsForGmailAddresses', // published no more
  'OrganizationInvitation.publicOrganizationData', // only in lists over several organizations
  'WaitlistEntry.invitation', // only of those who are invited
]);

const [emulator, client, record] = process.argv.slice(2);
assert(emulator && client, 'usage: node backend.mjs EMULATOR CLIENT [RECORD]');

let [last, recording] = [undefined, false];
const ours = await Ours.start(client);
const send = globalThis.fetch;
globalThis.fetch = async (...request) => {
  const response = await send(...request);
  const text = await response.clone().text();
  last = { url: request[0], status: response.status, text };
  if (recording) write(request, last);
  ours.note(request[0], request[1] ?? {}, response.status, text);
  return response;
};

const failures = [];
const met = new Set();
for (const [name, version] of [['@clerk/backend', 3], ['@clerk/backend-2', 2]]) {
  const { createClerkClient } = await import(name);
  const clerk = await start(emulator);
  recording = Boolean(record) && version === 3;
  try {
    const api = createClerkClient({ secretKey: clerk.secretKey, apiUrl: clerk.apiUrl, telemetry: { disabled: true } });
    const calls = await run(version === 3 ? ours.watch(api) : api, version, clerk);
    console.log(`${name} ${version === 3 ? '3.25.0' : '2.33.8'}: ${calls.size} methods called`);
    for (const missing of uncalled(api, calls, version)) failures.push(`${name}: ${missing} is not called`);
  } finally {
    await clerk.stop();
  }
}
await ours.stop();
failures.push(...ours.failures);
console.log(`our client: ${ours.calls} calls compared with the SDK's`);
for (const property of UNDEFINED) if (!met.has(property)) failures.push(`${property} is never undefined: take it off the list`);
for (const failure of failures) console.log(failure);
console.log(failures.length ? `${failures.length} failed` : 'the answers are whole');
process.exitCode = failures.length ? 1 : 0;

/** Takes every step and checks what came back. */
async function run(api, version, clerk) {
  const [calls, memory] = [new Set(), {}];
  for (const { call, since = 2, until = 3, act } of STEPS) {
    const [group, method] = call.split('.');
    const exists = typeof api[group]?.[method] === 'function';
    if (version < since || version > until) {
      if (exists) failures.push(`${call} exists in version ${version} and is skipped`);
      continue;
    }
    calls.add(call);
    last = undefined;
    try {
      const result = await act(api, memory, clerk);
      checkAnswer(call, result);
    } catch (error) {
      failures.push(`${version}: ${call}: ${error.errors ? JSON.stringify(error.errors) : error.stack} ${last?.text.slice(0, 300)}`);
    }
  }
  return calls;
}

function write([url, { method = 'GET' } = {}], { status, text }) {
  const { pathname, searchParams } = new URL(url);
  if (!pathname.startsWith('/v1/')) return;
  const call = { method: method.toUpperCase(), path: pathname.slice('/v1'.length), paginated: searchParams.get('paginated') === 'true' };
  appendFileSync(record, `${JSON.stringify({ ...call, status, body: text })}\n`);
}

function checkAnswer(call, result) {
  if (last?.status === 204 || result === undefined) return;
  const body = JSON.parse(last.text);
  const rows = Array.isArray(body) ? body : Array.isArray(body.data) ? body.data : [body];
  const things = Array.isArray(result) ? result : Array.isArray(result?.data) ? result.data : [result];
  assert.equal(things.length, rows.length, `${call}: so many things as rows`);
  things.forEach((thing, index) => {
    if (thing !== null && typeof thing === 'object' && 'raw' in thing && thing.raw) {
      assert.deepEqual(thing.raw, rows[index], `${call}: raw is the answer`);
    }
    checkProperties(call, thing);
  });
}

/** Plain objects are data of the application's own; instances of classes must be whole. */
function checkProperties(call, thing) {
  if (Array.isArray(thing)) return thing.forEach(item => checkProperties(call, item));
  if (thing === null || typeof thing !== 'object' || thing.constructor === Object) return;
  for (const [name, value] of Object.entries(thing)) {
    const property = `${thing.constructor.name.replace(/^_/, '')}.${name}`;
    if (name === '_raw') continue;
    if (value === undefined) met.add(property);
    if (value === undefined && !UNDEFINED.has(property)) failures.push(`${call}: ${property} is undefined`);
    checkProperties(call, value);
  }
}

/** Methods of the SDK's groups that no step calls and no list excludes. */
function uncalled(api, calls, version) {
  const groups = new Set(STEPS.map(({ call }) => call.split('.')[0]));
  return [...groups].flatMap(group => {
    const names = api[group] ? Object.getOwnPropertyNames(Object.getPrototypeOf(api[group])) : [];
    return names
      .filter(name => name !== 'constructor' && !name.startsWith('_'))
      .map(name => `${group}.${name}`)
      .filter(name => !calls.has(name) && !(name in EXCLUDED));
  });
}
