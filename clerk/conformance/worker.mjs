// One share of the cases: makes them, asks upstream and the harness, compares.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { differences } from './compare.mjs';
import { makeCase } from './generator.mjs';
import { decide } from './oracle.mjs';
import { rowsOf } from './rows.mjs';
import { asStrictlySeen, withoutAsking, withoutThrowing } from './strict.mjs';

const [seed, from, to, harness] = process.argv.slice(2);
const child = spawn(harness, { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

const ask = async ({ made, unreadable, ...question }, strict) => {
  child.stdin.write(`${JSON.stringify({ ...question, config: { ...question.config, strict } })}\n`);
  return JSON.parse((await answers.next()).value);
};

const totals = { cases: 0, failed: 0, differences: 0, unexplained: 0, reasons: {}, rows: {}, rules: {}, failures: [] };
const count = (table, name) => (table[name] = (table[name] ?? 0) + 1);

for (let index = Number(from); index < Number(to); index++) {
  const testCase = makeCase(Number(seed), index);
  const upstream = await decide(testCase);
  count(totals.reasons, `${upstream.status} ${upstream.reason ?? ''}`.trim());
  for (const row of rowsOf(testCase, upstream)) count(totals.rows, row);
  const same = equal(testCase, await ask(testCase, false), upstream);
  const explained = await strict(testCase, await ask(testCase, true), upstream);
  totals.cases++;
  if (!same || !explained) totals.failed++;
}

/** With `strict` off every field is equal. */
function equal(testCase, ours, upstream) {
  const fields = differences(ours, upstream);
  if (fields.length) count(totals, 'differences');
  return report(testCase, 'equal', fields, ours, upstream);
}

/** With it on, we decide what upstream decides about the case as the strict rules see it. */
async function strict(testCase, ours, upstream) {
  const { altered, rules, rename } = asStrictlySeen(testCase);
  const seen = rules.length ? await decide(altered) : upstream;
  const unasked = await withoutAsking(seen, altered, decide);
  if (unasked !== seen) rules.push('S16');
  const expected = await withoutThrowing(unasked, testCase, decide);
  if (expected !== unasked) rules.push('S10');
  if (differences(ours, upstream).length) for (const rule of rules) count(totals.rules, rule);
  const renamed = rename(ours);
  const fields = differences(renamed, expected);
  if (fields.length) count(totals, 'unexplained');
  return report(testCase, `strict ${rules.join('+')}`, fields, renamed, expected);
}

function report(testCase, mode, fields, ours, upstream) {
  if (fields.length && totals.failures.length < 20) totals.failures.push({ id: testCase.id, mode, fields, ours, upstream, testCase });
  return fields.length === 0;
}

child.stdin.end();
process.send(totals, () => process.disconnect());
