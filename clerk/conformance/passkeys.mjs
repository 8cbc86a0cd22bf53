// Holds the local Clerk's check of passkeys against npm @simplewebauthn/server: `node passkeys.mjs EMULATOR`. Both get the same
// bytes, of keys of each kind, right and wrong in every way there is, and must be of one mind.

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

import { start } from './local-clerk.mjs';

const [emulator] = process.argv.slice(2);
assert(emulator, 'usage: node passkeys.mjs EMULATOR');

const ORIGIN = 'http://localhost:3000';
const KINDS = { ES256: -7, EdDSA: -8, RS256: -257 };
const LIES = ['none', 'challenge', 'origin', 'host', 'kind', 'absent', 'unverified', 'signature', 'counter', 'cut'];

const clerk = await start(emulator);
const sha256 = bytes => createHash('sha256').update(bytes).digest();
const base64url = bytes => Buffer.from(bytes).toString('base64url');

async function call(browser, path, fields = {}) {
  const session = browser.session ? `&_clerk_session_id=${browser.session}` : '';
  const response = await fetch(`${clerk.fapiUrl}/v1${path}?__clerk_db_jwt=${browser.token ?? ''}${session}`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
  return { ok: response.ok, ...(await response.json()) };
}

async function open() {
  const response = await fetch(`${clerk.fapiUrl}/v1/dev_browser`, { method: 'POST', headers: { origin: ORIGIN } });
  return { token: (await response.json()).id };
}

/** A device with one key. */
function device(kind) {
  const [type, options] = { ES256: ['ec', { namedCurve: 'P-256' }], EdDSA: ['ed25519'], RS256: ['rsa', { modulusLength: 2048 }] }[kind];
  const { privateKey, publicKey } = generateKeyPairSync(type, options);
  const jwk = publicKey.export({ format: 'jwk' });
  const part = name => new Uint8Array(Buffer.from(jwk[name], 'base64url'));
  const cose = {
    ES256: () => [[1, 2], [3, -7], [-1, 1], [-2, part('x')], [-3, part('y')]],
    EdDSA: () => [[1, 1], [3, -8], [-1, 6], [-2, part('x')]],
    RS256: () => [[1, 3], [3, -257], [-1, part('n')], [-2, part('e')]],
  }[kind]();
  const id = randomBytes(32);
  return { kind, id, privateKey, cose: isoCBOR.encode(new Map(cose)), counter: 0, accepted: 0 };
}

function head({ counter }, host, more, lie) {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const flags = { absent: 4, unverified: 1 }[lie] ?? 5;
  return Buffer.concat([sha256(lie === 'host' ? 'evil.test' : host), Buffer.from([flags | more]), count]);
}

const clientData = (options, type, lie) =>
  Buffer.from(
    JSON.stringify({
      type: lie === 'kind' ? 'payment.get' : type,
      challenge: lie === 'challenge' ? 'AAAA' : options.challenge,
      origin: lie === 'origin' ? 'https://evil.test' : ORIGIN,
      crossOrigin: false,
    }),
  );

const credential = (key, response) => {
  const id = base64url(key.id);
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
};

function make(key, options, lie) {
  key.user = options.user.id;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(key.id.length);
  const made = Buffer.concat([Buffer.alloc(16), length, key.id, key.cose]);
  const data = Buffer.concat([head(key, options.rp.id, 64, lie), made]);
  const authData = new Uint8Array(lie === 'cut' ? data.subarray(0, 30) : data);
  const attestationObject = isoCBOR.encode(new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]));
  const client = clientData(options, 'webauthn.create', lie);
  return credential(key, { clientDataJSON: base64url(client), attestationObject: base64url(attestationObject), transports: ['internal'] });
}

function prove(key, options, lie) {
  key.counter = lie === 'counter' ? key.accepted : key.counter + 1;
  const data = head(key, options.rpId, 0, lie);
  const client = clientData(options, 'webauthn.get', lie);
  const message = lie === 'signature' ? Buffer.from('something else') : Buffer.concat([data, sha256(client)]);
  const signature = sign(key.kind === 'EdDSA' ? null : 'sha256', message, key.privateKey);
  const authenticatorData = base64url(lie === 'cut' ? data.subarray(0, 30) : data);
  return credential(key, { clientDataJSON: base64url(client), authenticatorData, signature: base64url(signature), userHandle: key.user });
}

const verdict = promise => promise.then(({ verified }) => verified, () => false);
const fields = answer => ({ strategy: 'passkey', public_key_credential: JSON.stringify(answer) });
let count = 0;

function compare(kind, what, lie, theirs, ours) {
  assert.equal(ours.ok, theirs, `${kind}, ${what}, ${lie}: @simplewebauthn/server says ${theirs}, we say ${JSON.stringify(ours.errors ?? ours.ok)}`);
  count += 1;
}

async function register(browser, key, lie) {
  const begun = await call(browser, '/me/passkeys');
  const options = JSON.parse(begun.response.verification.nonce);
  const response = make(key, options, lie);
  const expected = { expectedChallenge: options.challenge, expectedOrigin: ORIGIN, expectedRPID: options.rp.id };
  const supportedAlgorithmIDs = options.pubKeyCredParams.map(({ alg }) => alg);
  const theirs = await verdict(verifyRegistrationResponse({ response, ...expected, supportedAlgorithmIDs, requireUserVerification: true }));
  const ours = await call(browser, `/me/passkeys/${begun.response.id}/attempt_verification`, fields(response));
  compare(key.kind, 'registration', lie, theirs, ours);
}

async function authenticate(key, lie) {
  const browser = await open();
  const begun = await call(browser, '/client/sign_ins', { strategy: 'passkey' });
  const options = JSON.parse(begun.response.first_factor_verification.nonce);
  const response = prove(key, options, lie);
  const known = { id: base64url(key.id), publicKey: new Uint8Array(key.cose), counter: key.accepted };
  const expected = { expectedChallenge: options.challenge, expectedOrigin: ORIGIN, expectedRPID: options.rpId };
  const theirs = await verdict(verifyAuthenticationResponse({ response, ...expected, credential: known, requireUserVerification: true }));
  const ours = await call(browser, `/client/sign_ins/${begun.response.id}/attempt_first_factor`, fields(response));
  if (ours.ok) key.accepted = key.counter;
  compare(key.kind, 'authentication', lie, theirs, ours);
}

try {
  const factors = JSON.stringify({ factors: ['password', 'passkey'] });
  const set = await fetch(`${clerk.controlUrl}/settings`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: factors });
  assert(set.ok, await set.text());
  const browser = await open();
  const person = { strategy: 'password', identifier: 'ada+clerk_test@example.com', password: 'local-clerk-demo' };
  browser.session = (await call(browser, '/client/sign_ins', person)).response.created_session_id;
  for (const kind of Object.keys(KINDS)) {
    for (const lie of LIES.filter(lie => !['none', 'signature', 'counter'].includes(lie))) await register(browser, device(kind), lie);
    const key = device(kind);
    await register(browser, key, 'none');
    for (const lie of ['none', ...LIES]) await authenticate(key, lie);
  }
  console.log(`${count} passkeys right and wrong: @simplewebauthn/server 14.0.3 says the same of each`);
} finally {
  await clerk.stop();
}
