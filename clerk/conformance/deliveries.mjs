// Verifies what the local Clerk delivers with npm svix and with both versions of @clerk/backend: `node deliveries.mjs EMULATOR`.
// Every type of event is delivered, some by what they tell of, all on order; a receiver that fails gets them again.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { createClerkClient } from '@clerk/backend';
import { verifyWebhook } from '@clerk/backend/webhooks';
import { verifyWebhook as verifyWebhook2 } from '@clerk/backend-2/webhooks';
import { Webhook } from 'svix';
import { readFileSync } from 'node:fs';

import { start } from './local-clerk.mjs';

const [emulator] = process.argv.slice(2);
assert(emulator, 'usage: node deliveries.mjs EMULATOR');

const SECRET = 'whsec_dGVzdF9zaWduaW5nX3NlY3JldF8zMl9jaGFyc19sb25n';
const published = readFileSync(new URL('../published/webhooks-2025-04-15.tsv', import.meta.url), 'utf8');
const types = [...published.trim().split('\n').slice(1).map(line => line.split('\t')[0]), 'subscriptionItem.created'];

const got = [];
const answers = [];
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
  response.writeHead(answers.shift() ?? 200).end();
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/api/webhooks/clerk`;

const clerk = await start(emulator, '--webhook', url, '--webhook-secret', SECRET);
const control = async (method, path, body) => {
  const response = await fetch(`${clerk.controlUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
};

try {
  const api = createClerkClient({ secretKey: clerk.secretKey, apiUrl: clerk.apiUrl, telemetry: { disabled: true } });
  const user = await api.users.createUser({ emailAddress: ['nora@example.com'], skipPasswordRequirement: true });
  await api.organizations.createOrganization({ name: 'Initech', createdBy: user.id });
  await api.users.deleteUser(user.id);
  await control('GET', '/idle');
  const caused = ['user.created', 'organization.created', 'organizationMembership.created', 'user.deleted'];
  assert.deepEqual(got.map(({ body }) => JSON.parse(body).type), caused);

  for (const type of types) await control('POST', '/trigger', { type });
  await control('GET', '/idle');
  assert.deepEqual(got.slice(caused.length).map(({ body }) => JSON.parse(body).type), types);
  for (const delivery of got) await verify(delivery);

  answers.push(500, 400);
  const before = got.length;
  const { svix_id } = await control('POST', '/trigger', { type: 'user.updated' });
  await control('GET', '/idle');
  await control('POST', '/clock', { advance_ms: 5_000 });
  await control('GET', '/idle');
  await control('POST', '/clock', { advance_ms: 300_000 });
  await control('GET', '/idle');
  const again = got.slice(before);
  assert.deepEqual(again.map(({ headers }) => headers['svix-id']), [svix_id, svix_id, svix_id]);
  for (const delivery of again) await verify(delivery);
  console.log(`${got.length} webhooks of ${types.length} types: svix 2.5.0, @clerk/backend 3.25.0 and 2.33.8 take them all`);
} finally {
  await clerk.stop();
  server.close();
}

async function verify({ headers, body }) {
  const event = JSON.parse(body);
  new Webhook(SECRET).verify(body, headers);
  const request = () => new Request(url, { method: 'POST', headers, body });
  const { type, data, object, timestamp, instance_id, event_attributes } = event;
  assert.deepEqual(await verifyWebhook(request(), { signingSecret: SECRET }), { type, data, object, timestamp, instance_id, event_attributes });
  assert.equal((await verifyWebhook2(request(), { signingSecret: SECRET })).type, type);
  const changed = new Request(url, { method: 'POST', headers, body: body.replace('"event"', '"Event"') });
  await assert.rejects(verifyWebhook(changed, { signingSecret: SECRET }), /No matching signature found/);
}
