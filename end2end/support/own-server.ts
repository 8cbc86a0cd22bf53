// A server of its own, with a local Clerk, folders and ports that no other test meets: for what turns the instance's settings
// or changes what the seeded people and organizations are.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { start } from '../../clerk/end2end/support/child.js';
import { newDatabase } from './database.js';
import { serverBinary, serverEnvironment } from './server.js';
import { test as base } from './test.js';

/** A `test` whose pages are those of a new server on `port`; its local Clerk may be given a port too. */
export function testOn(port: number, own: Record<string, string> = {}) {
  const origin = `http://localhost:${port}`;
  return base.extend<object, { ownServer: void }>({
    ownServer: [
      async ({}, use) => {
        const folder = mkdtempSync(join(tmpdir(), 'end2end-own-'));
        const environment = { ...serverEnvironment(port, folder), ...newDatabase(), LOCAL_CLERK_STATE_DIR: join(folder, 'local-clerk'), ...own };
        const app = await start(serverBinary, [], environment, `open ${origin}`);
        await use();
        await app.stop();
        rmSync(folder, { recursive: true });
      },
      { scope: 'worker', auto: true },
    ],
    baseURL: origin,
  });
}
