// Runs the comparison: `node run.mjs HARNESS [CASES] [SEED]`. Exit status 1 on any difference that has no rule.

import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const [harness, cases = '20000', seed = '1'] = process.argv.slice(2);
const workers = Math.max(1, Math.min(availableParallelism(), 8));
const share = Math.ceil(Number(cases) / workers);
const started = performance.now();
rmSync('failures.json', { force: true });

const runWorker = worker =>
  new Promise((resolve, reject) => {
    const [from, to] = [worker * share, Math.min((worker + 1) * share, Number(cases))];
    const child = fork(new URL('worker.mjs', import.meta.url), [seed, String(from), String(to), harness]);
    child.once('message', resolve);
    child.once('exit', (code, signal) => (code || signal) && reject(new Error(`worker ${worker} ended with ${code ?? signal}`)));
  });

const results = await Promise.all(Array.from({ length: workers }, (_, worker) => runWorker(worker)));
const sum = (name, tables = results.map(result => result[name])) => {
  const total = {};
  for (const table of tables) for (const [key, value] of Object.entries(table)) total[key] = (total[key] ?? 0) + value;
  return Object.fromEntries(Object.entries(total).sort((a, b) => b[1] - a[1]));
};
const number = name => results.reduce((total, result) => total + (result[name] ?? 0), 0);

const reasons = sum('reasons');
const failures = results.flatMap(result => result.failures);
console.log(`${number('cases')} cases, seed ${seed}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(`strict: false  ${number('equal failures')} differences`);
console.log(`strict: true   ${number('strict failures')} unexplained differences; by rule: ${JSON.stringify(sum('rules'))}`);
for (const [reason, count] of Object.entries(reasons)) console.log(`${String(count).padStart(8)}  ${reason}`);

const rare = Number(cases) >= 20_000 ? EXPECTED().filter(name => (reasons[name] ?? 0) < 20) : [];
for (const name of rare) console.log(`fewer than 20: ${name}`);
if (failures.length) {
  writeFileSync('failures.json', JSON.stringify(failures, null, 1));
  for (const { id, mode, fields, ours, upstream } of failures.slice(0, 10)) {
    const pick = answer => JSON.stringify(Object.fromEntries(fields.map(field => [field, answer[field]]))).slice(0, 600);
    console.log(`\n${mode} ${id} ${fields}\n  ours     ${ours.status} ${ours.reason} ${pick(ours)}\n  upstream ${upstream.status} ${upstream.reason} ${pick(upstream)} ${upstream.thrown ?? ''}`);
  }
}
process.exitCode = failures.length || rare.length ? 1 : 0;

/** Everything a session token can come to (clerk-protocol 5.3, 5.8). */
function EXPECTED() {
  const both = ['dev-browser-missing', 'dev-browser-sync', 'primary-responds-to-syncing', 'satellite-needs-syncing', 'session-token-but-no-client-uat', 'client-uat-but-no-session-token', 'session-token-iat-before-client-uat', 'session-token-nbf', 'session-token-iat-in-the-future'];
  const expired = ['non-eligible-no-refresh-cookie', 'invalid-session-token', 'expired-session-token-missing-sid-claim', 'fetch-error', 'unexpected-sdk-error', 'session_not_found'];
  const out = ['session-token-and-uat-missing', 'session-token-missing', 'token-type-mismatch', 'unexpected-error', 'token-invalid', 'token-invalid-algorithm', 'token-invalid-authorized-parties', 'token-invalid-issuer', 'token-invalid-signature', 'token-verification-failed', 'jwk-kid-mismatch', 'jwk-remote-failed-to-load', 'session-token-expired-refresh-non-eligible-non-get'];
  return ['signed-in', 'error', 'handshake active-organization-mismatch', 'handshake primary-domain-cross-origin-sync', ...both.flatMap(reason => [`handshake ${reason}`, `signed-out ${reason}`]), ...expired.map(reason => `handshake session-token-expired-refresh-${reason}`), ...out.map(reason => `signed-out ${reason}`)];
}
