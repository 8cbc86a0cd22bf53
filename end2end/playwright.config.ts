// The browser tests run against the app as a developer runs it: the debug server with its own local Clerk, on ports and
// folders of their own. `bin/test browser` builds the server and sets the variables.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { defineConfig } from '@playwright/test';

import { browser } from '../clerk/end2end/support/browser.js';
import { controlAddress, origin, port } from './support/addresses.js';
import { root, serverBinary, serverEnvironment } from './support/server.js';

// Playwright reads this file in every worker; only the first reading, in the main process, starts a server.
const folder = (process.env.E2E_FOLDER ??= mkdtempSync(join(tmpdir(), 'end2end-')));

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: !!process.env.CI,
  // One server, one local Clerk: tests that turn its clock must not meet others.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { baseURL: origin, ...browser },
  projects: [
    { name: 'hydrated', testIgnore: '**/*.nojs.spec.ts' },
    { name: 'no-javascript', testMatch: '**/*.nojs.spec.ts' },
  ],
  webServer: {
    command: serverBinary,
    cwd: root,
    url: `${origin}/readyz`,
    timeout: 30_000,
    stdout: process.env.E2E_LOG ? 'pipe' : 'ignore',
    stderr: 'pipe',
    env: {
      ...serverEnvironment(port, folder),
      // A database of another run belongs to its local Clerk, so it must be a new one.
      DATABASE_URL: process.env.E2E_DATABASE_URL ?? '',
      DATABASE_OWNER_URL: process.env.E2E_DATABASE_OWNER_URL ?? '',
      LOCAL_CLERK_LISTEN: controlAddress,
      LOCAL_CLERK_STATE_DIR: join(folder, 'local-clerk'),
    },
  },
});
