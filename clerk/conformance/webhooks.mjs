// Holds our check of webhooks against npm `svix` and `@clerk/backend/webhooks`: `node webhooks.mjs HARNESS [CASES] [SEED]`.
// What we accept, `svix` accepts too, and `@clerk/backend` where the headers are svix-*. What they accept and we refuse must
// be of one of the kinds in DIFFERENCES, and each kind must have occurred.

import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createInterface } from 'node:readline';

import { verifyWebhook } from '@clerk/backend/webhooks';
import { Webhook } from 'svix';

import { Random } from './random.mjs';

const NOW_MS = 1_700_000_000_500;
const SECRETS = ['first secret of 24 bytes', 'another secret, 24 bytes'].map(key => `whsec_${Buffer.from(key).toString('base64')}`);

/** What others accept and we do not, by what the delivery looks like. */
const DIFFERENCES = {
  'an id that is not msg_ and letters or digits': ({ id }) => !/^msg_[A-Za-z0-9]{1,64}$/.test(id.trim()),
  'a timestamp that is not plain digits': ({ timestamp }) => !/^(0|[1-9][0-9]{0,11})$/.test(timestamp.trim()),
  'more than eight signatures': ({ signature }) => signature.split(' ').filter(Boolean).length > 8,
  'a signature with something behind it': ({ signature }) => /v1,[^ ,]+,/.test(signature),
  'an id or timestamp that is there twice': ({ doubled }) => doubled,
  'a body that is not a JSON object': ({ body }) => !/^[{].*[}] ?$/s.test(body),
};

const [harness, cases = '5000', seed = '1'] = process.argv.slice(2);
const child = spawn(harness, { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
Date.now = () => NOW_MS;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [NOW_MS]));
  }
};

const sign = (secret, text) => `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(text).digest('base64')}`;

function makeCase(random) {
  const secret = random.pick(SECRETS);
  const body = random.pick(['{"type":"user.created"}', '{"a":1}', '{"type":"é"}', '[]', 'null', '{', '']);
  const id = random.weighted([[8, 'msg_1'], [1, 'msg_1.1700000000'], [1, 'evt_1'], [1, 'msg_'], [1, ' msg_2 '], [1, 'msg_a-b'], [1, '']]);
  const seconds = 1_700_000_000 + random.weighted([[6, 0], [1, 300], [1, 301], [1, -300], [1, -301], [1, 7]]);
  const timestamp = random.weighted([[8, String(seconds)], [1, `+${seconds}`], [1, `${seconds}.5`], [1, `0${seconds}`], [1, `${seconds}x`], [1, 'x'], [1, '']]);
  const good = sign(secret, `${id.trim()}.${Number.parseInt(timestamp, 10)}.${body}`);
  const bad = sign(secret, 'something else');
  const signature = random.weighted([
    [8, good], [2, `${bad} ${good}`], [1, bad], [1, `${`${bad} `.repeat(8)}${good}`], [1, `${good},x`], [1, good.slice(3)], [1, good.replace('v1', 'v1a')],
    [1, 'v1,'], [1, good.slice(0, -1)], [1, ''],
  ]);
  const family = random.weighted([[5, 'svix'], [1, 'webhook'], [1, 'Svix']]);
  const doubled = random.chance(0.03);
  const headers = [[`${family}-id`, id], [`${family}-timestamp`, timestamp], [`${family}-signature`, signature]];
  if (doubled) headers.push(random.pick(headers.slice(0, 2)));
  const secrets = random.weighted([[4, [secret]], [1, SECRETS], [1, [SECRETS[0]]], [1, []]]);
  const altered = random.chance(0.1) ? `${body} ` : body;
  return { id, timestamp, signature, family: family.toLowerCase(), doubled, headers, secrets, body: altered };
}

async function ask(question) {
  child.stdin.write(`${JSON.stringify(question)}\n`);
  return JSON.parse((await answers.next()).value);
}

/** Whether one of the secrets will do, for whoever takes one. */
async function any(secrets, verify) {
  for (const secret of secrets) {
    try {
      await verify(secret);
      return true;
    } catch {
      // The next one may.
    }
  }
  return false;
}

const totals = { cases: 0, ours: 0, svix: 0, clerk: 0, failed: 0 };
const met = Object.fromEntries(Object.keys(DIFFERENCES).map(name => [name, 0]));
const random = new Random(Number(seed));
for (let index = 0; index < Number(cases); index++) {
  const made = makeCase(random);
  const ours = await ask({ id: index, now_ms: NOW_MS, secrets: made.secrets, headers: made.headers, body_base64: Buffer.from(made.body).toString('base64') });
  const joined = Object.fromEntries(new Headers(made.headers));
  const svix = await any(made.secrets, secret => new Webhook(secret).verify(made.body, joined));
  const request = () => new Request('http://localhost/', { method: 'POST', headers: made.headers, body: made.body });
  const clerk = await any(made.secrets, signingSecret => verifyWebhook(request(), { signingSecret }));
  totals.cases++;
  for (const [name, accepts] of [['ours', ours.ok], ['svix', svix], ['clerk', clerk]]) totals[name] += accepts;
  const reasons = Object.entries(DIFFERENCES).filter(([, is]) => is(made)).map(([name]) => name);
  const isFalse = ours.id !== index || (ours.ok && (!svix || (made.family === 'svix' && !clerk)));
  const isUnexplained = !ours.ok && (svix || clerk) && reasons.length === 0;
  if (!ours.ok && (svix || clerk)) for (const name of reasons) met[name]++;
  if (isFalse || isUnexplained) {
    totals.failed++;
    if (totals.failed < 10) console.log(isFalse ? 'accepted by us alone' : 'refused by us', JSON.stringify({ ...made, ours, svix, clerk }));
  }
}
child.stdin.end();
for (const [name, count] of Object.entries(met)) {
  console.log(`${String(count).padStart(8)}  ${name}`);
  if (count === 0) totals.failed++;
}
console.log(`webhooks: ${totals.cases} deliveries; accepted by us ${totals.ours}, by svix ${totals.svix}, by @clerk/backend ${totals.clerk}; ${totals.failed} failed`);
process.exitCode = totals.failed ? 1 : 0;
