// What bin/db-reset takes away, and what it leaves because somebody named a folder by mistake.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const root = join(import.meta.dirname, '../../..');

/** Folders with these files, and what the command says of them. */
function reset(context, files) {
  const folder = mkdtempSync(join(tmpdir(), 'db-reset-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), LOCAL_CLERK_STATE_DIR: join(folder, 'clerk'), DATABASE_URL: '' };
  const { status, stderr } = spawnSync(join(root, 'bin/db-reset'), { env, encoding: 'utf8' });
  return { status, stderr, left: files.filter(file => existsSync(join(folder, file))) };
}

test("the local Clerk's people go", context => {
  assert.deepEqual(reset(context, ['clerk/data.journal', 'clerk/signing-key.der']), { status: 0, stderr: '', left: [] });
});

// begin sqlite
test('the database goes with them', context => {
  assert.deepEqual(reset(context, ['data/app.sqlite', 'clerk/data.journal']).left, []);
});

test('nothing goes when one of the folders is something else', context => {
  const { status, stderr, left } = reset(context, ['data/app.sqlite', 'clerk/letter.txt']);
  assert.equal(status, 1);
  assert.match(stderr, /clerk holds no data\.journal: nothing was removed/);
  assert.deepEqual(left, ['data/app.sqlite', 'clerk/letter.txt']);
});
// end sqlite
