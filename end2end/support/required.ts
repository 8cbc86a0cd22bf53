// The app for organizations only: no personal accounts, and its local Clerk keeps a session pending until one is chosen.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { requiredOrigin, requiredPort } from './addresses.js';
import { start } from './child.js';
import { serverBinary, serverEnvironment } from './server.js';
import { test as base } from './test.js';

export const test = base.extend<object, { required: void }>({
  required: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'end2end-required-'));
      const own = { CLERK_PERSONAL_ACCOUNTS: 'off', LOCAL_CLERK_STATE_DIR: join(folder, 'local-clerk') };
      const environment = { ...serverEnvironment(requiredPort, folder), ...own };
      const app = await start(serverBinary, [], environment, `open ${requiredOrigin}`);
      await use();
      await app.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker', auto: true },
  ],
  baseURL: requiredOrigin,
});
