// An empty database for a server that a test starts.

// begin postgres
import { execFileSync } from 'node:child_process';
// end postgres

type Variables = { DATABASE_URL: string; DATABASE_OWNER_URL: string };

// The first of them is taken.
const kinds: (() => Variables)[] = [
  // begin sqlite
  // Without an address it is a file in the server's folder.
  () => ({ DATABASE_URL: '', DATABASE_OWNER_URL: '' }),
  // end sqlite
  // begin postgres
  onPostgres,
  // end postgres
];

export const newDatabase = kinds[0]!;

// begin postgres
/** On the server that bin/lib/e2e.sh found, which drops it in the end. */
function onPostgres(): Variables {
  const { TEST_POSTGRES_URL = '', E2E_PSQL = 'psql', E2E_DATABASE = '', E2E_DATABASE_URL = '', E2E_DATABASE_OWNER_URL = '' } = process.env;
  const name = `${E2E_DATABASE}_${process.hrtime.bigint()}`;
  execFileSync(E2E_PSQL, ['--quiet', '--no-psqlrc', '--command', `CREATE DATABASE ${name} OWNER lent_owner`, TEST_POSTGRES_URL]);
  const there = (url: string) => url.replace(/[^/]*$/, name);
  return { DATABASE_URL: there(E2E_DATABASE_URL), DATABASE_OWNER_URL: there(E2E_DATABASE_OWNER_URL) };
}
// end postgres
