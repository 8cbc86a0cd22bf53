// An app without a proxy: it has the keys of a development instance, whose own host the browser calls.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { start } from '../../clerk/end2end/support/child.js';
import { argumentsFor, hostOf, serveWithTls } from '../../clerk/end2end/support/frontend-api.js';
import { directOrigin, directPort } from './addresses.js';
import { newDatabase } from './database.js';
import { localClerkBinary, serverBinary, serverEnvironment } from './server.js';
import { test as base } from './test.js';

type Instance = {
  /** Host of the Frontend API. */
  host: string;
  /** For a browser that finds it. */
  browser: string[];
};

export const test = base.extend<object, { instance: Instance }>({
  instance: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'end2end-direct-'));
      const place = ['--listen', '127.0.0.1:0', '--state-dir', join(folder, 'local-clerk')];
      const emulator = await start(localClerkBinary, [...place, '--app-origin', directOrigin, '--roles', 'clerk-roles.json'], {}, 'CLERK_PROXY_URL=');
      const printed = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(emulator.output)![1]!;
      const keys = {
        CLERK_PUBLISHABLE_KEY: printed('CLERK_PUBLISHABLE_KEY'),
        CLERK_SECRET_KEY: printed('CLERK_SECRET_KEY'),
        CLERK_API_URL: printed('CLERK_API_URL'),
      };
      const frontend = await serveWithTls(keys.CLERK_API_URL);
      const app = await start(serverBinary, [], { ...serverEnvironment(directPort, folder), ...newDatabase(), ...keys }, `open ${directOrigin}`);
      const host = hostOf(keys.CLERK_PUBLISHABLE_KEY);
      await use({ host, browser: argumentsFor(host, frontend) });
      frontend.closeAllConnections();
      frontend.close();
      await Promise.all([app.stop(), emulator.stop()]);
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ launchOptions, instance }, use) => {
      await use({ ...launchOptions, args: [...launchOptions.args!, ...instance.browser] });
    },
    { scope: 'worker' },
  ],
  baseURL: directOrigin,
});
