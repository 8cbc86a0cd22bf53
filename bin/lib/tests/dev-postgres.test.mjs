// The PostgreSQL that bin/dev starts in the data folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

const bash = (script, env) =>
  spawnSync('bash', ['-c', `set -euo pipefail; source "$1/bin/lib/env.sh"; source "$1/bin/lib/dev-postgres.sh"; ${script}`, 'bash', root], {
    env: { ...process.env, DATABASE_URL: '', DEV_POSTGRES: 'on', ...env },
    encoding: 'utf8',
  });

const ask = (url, statement) => `"$PROGRAMS/psql" --no-psqlrc -At "$${url}" --command "${statement}";`;

test('it is made once, found again, and forgotten', context => {
  const folder = mkdtempSync(join(tmpdir(), 'dev-postgres-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  // For the user that the server runs as, where we are root.
  chmodSync(folder, 0o755);
  const env = { DATA_DIR: join(folder, 'data'), LOCAL_CLERK_STATE_DIR: join(folder, 'none') };
  const first = bash(
    `wants_postgres; develop_on_postgres; ${ask('DATABASE_OWNER_URL', 'CREATE TABLE kept (id INT)')}
    ${ask('DATABASE_URL', 'SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user')}`,
    env,
  );
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^app\|f\|f$/m);
  const second = bash(`develop_on_postgres; ${ask('DATABASE_URL', "SELECT tableowner FROM pg_tables WHERE tablename = 'kept'")}`, env);
  assert.match(second.stdout, /^app_owner$/m, second.stderr);
  const reset = spawnSync(join(root, 'bin/db-reset'), { env: { ...process.env, ...env, DATABASE_URL: '' }, encoding: 'utf8' });
  assert.equal(reset.status, 0, reset.stderr);
  assert.ok(!existsSync(join(env.DATA_DIR, 'postgres')));
});

test('without a server program it says what to install', () => {
  const { status, stderr } = bash('postgres_programs() { :; }; develop_on_postgres', {});
  assert.equal(status, 1);
  assert.match(stderr, /no PostgreSQL server is installed here.*apt install postgresql.*DATABASE_URL/);
});

test('an address that is set is left alone', () => {
  assert.equal(bash('wants_postgres', { DATABASE_URL: 'postgres://elsewhere/app' }).status, 1);
});
