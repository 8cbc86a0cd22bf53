// One share of the cases: makes them, asks upstream and the harness, compares.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { differences, explain } from './compare.mjs';
import { makeCase } from './generator.mjs';
import { decide } from './oracle.mjs';

const [seed, from, to, harness] = process.argv.slice(2);
const child = spawn(harness, { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

const ask = async question => {
  child.stdin.write(`${JSON.stringify(question)}\n`);
  return JSON.parse((await answers.next()).value);
};

const totals = { cases: 0, reasons: {}, rules: {}, failures: [] };
const count = (table, name) => (table[name] = (table[name] ?? 0) + 1);

for (let index = Number(from); index < Number(to); index++) {
  const testCase = makeCase(Number(seed), index);
  const upstream = await decide(testCase);
  const { config } = testCase;
  const ours = await ask({ ...testCase, config: { ...config, strict: false } });
  const strict = await ask({ ...testCase, config: { ...config, strict: true } });
  totals.cases++;
  count(totals.reasons, `${upstream.status} ${upstream.reason ?? ''}`.trim());
  report(testCase, 'equal', ours, upstream, differences(ours, upstream));
  const strictly = differences(strict, upstream);
  const rule = strictly.length ? explain(testCase, strict, upstream) : 'none';
  count(totals.rules, rule ?? 'unexplained');
  report(testCase, 'strict', strict, upstream, rule ? [] : strictly);
}

function report(testCase, mode, ours, upstream, fields) {
  if (fields.length === 0) return;
  count(totals, `${mode} failures`);
  if (totals.failures.length < 20) totals.failures.push({ id: testCase.id, mode, fields, ours, upstream, testCase });
}

child.stdin.end();
process.send(totals, () => process.disconnect());
