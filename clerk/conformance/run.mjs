// Runs the comparison: `node run.mjs HARNESS [CASES] [SEED]`. Exit status 1 on any difference that no strict rule makes,
// and where the cases have not been everywhere.

import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { OUTCOMES, RULES } from './outcomes.mjs';
import { ROWS } from './rows.mjs';

/** From so many cases on, everything must have occurred at least `OFTEN` times. */
const MANY = 20_000;
const OFTEN = 20;

const [harness, cases = String(MANY), seed = '1'] = process.argv.slice(2);
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
const number = name => results.reduce((total, result) => total + result[name], 0);
const sum = name => {
  const total = {};
  for (const result of results) for (const [key, value] of Object.entries(result[name])) total[key] = (total[key] ?? 0) + value;
  return Object.fromEntries(Object.entries(total).sort((a, b) => b[1] - a[1]));
};
const [reasons, rows, rules] = ['reasons', 'rows', 'rules'].map(sum);

console.log(`${number('cases')} cases, seed ${seed}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(`strict: false  ${number('differences')} differences`);
console.log(`strict: true   ${number('unexplained')} unexplained differences; by rule: ${JSON.stringify(rules)}`);
for (const table of [reasons, rows]) for (const [name, count] of Object.entries(table)) console.log(`${String(count).padStart(8)}  ${name}`);

const rare = (expected, found) => expected.filter(name => (found[name] ?? 0) < OFTEN);
const missing = number('cases') < MANY ? [] : [...rare(OUTCOMES, reasons), ...rare(ROWS, rows), ...rare(RULES, rules)];
for (const name of missing) console.log(`fewer than ${OFTEN}: ${name}`);
showFailures(results.flatMap(result => result.failures));
console.log(`${number('cases') - number('failed')} passed, ${number('failed') + missing.length} failed`);
process.exitCode = number('failed') || missing.length ? 1 : 0;

function showFailures(failures) {
  if (failures.length === 0) return;
  writeFileSync('failures.json', JSON.stringify(failures, null, 1));
  for (const { id, mode, fields, ours, upstream } of failures.slice(0, 10)) {
    const pick = answer => JSON.stringify(Object.fromEntries(fields.map(field => [field, answer[field]]))).slice(0, 600);
    console.log(`\n${mode} ${id} ${fields}\n  ours     ${ours.status} ${ours.reason} ${pick(ours)}\n  upstream ${upstream.status} ${upstream.reason} ${pick(upstream)} ${upstream.thrown ?? ''}`);
  }
}
