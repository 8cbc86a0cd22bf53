// The small app that the tests drive: a server and a local Clerk of its own for each way it can be set up.

import { join } from 'node:path';

import { root, start } from './child.js';
import { argumentsFor, hostOf, serveWithTls } from './frontend-api.js';
import { LocalClerk } from './local-clerk.js';
import { test as base } from './test.js';

const port = Number(process.env.CLERK_E2E_PORT ?? 3110);
const origin = `http://localhost:${port}`;
const clerkAddress = `http://127.0.0.1:${port + 1}`;
const binary = process.env.CLERK_HOST_BINARY ?? join(root, 'target/debug/clerk-host');
const program = process.env.CLERK_HOST_PROGRAM ?? join(root, 'target/clerk-host');

type Host = {
  clerk: LocalClerk;
  /** The local Clerk's address, for calls that no browser makes. */
  clerkAddress: string;
  /** Host of the Frontend API, where the browser calls it itself. */
  frontendHost: string;
  /** What the browser is started with. */
  browser: string[];
};

type Options = {
  /** Everybody needs an organization. */
  organizationRequired?: boolean;
  /** The browser calls Clerk's own host: there is no proxy. */
  direct?: boolean;
  /** Where the words of another language are. */
  localizationUrl?: string;
  /** The browser does not say that a program drives it. */
  disguised?: boolean;
};

/** A `test` whose pages are those of a new host. */
export function testOn({ organizationRequired, direct, localizationUrl, disguised }: Options = {}) {
  return base.extend<{ fresh: void }, { host: Host }>({
    host: [
      async ({}, use) => {
        const args = ['--port', `${port}`, '--clerk-port', `${port + 1}`, '--program', program];
        if (process.env.CLERK_JS_FOLDER) args.push('--clerk-js-dir', process.env.CLERK_JS_FOLDER);
        if (organizationRequired) args.push('--organization-required');
        if (direct) args.push('--direct');
        if (localizationUrl) args.push('--localization-url', localizationUrl);
        const app = await start(binary, args, {}, `open ${origin}`);
        const frontendHost = hostOf(/^CLERK_PUBLISHABLE_KEY=(.*)$/m.exec(app.output)![1]!);
        const frontend = await serveWithTls(clerkAddress);
        const browser = direct ? argumentsFor(frontendHost, frontend) : [];
        if (disguised) browser.push('--disable-blink-features=AutomationControlled');
        await use({ clerk: new LocalClerk(clerkAddress, origin), clerkAddress, frontendHost, browser });
        frontend.closeAllConnections();
        frontend.close();
        await app.stop();
      },
      { scope: 'worker', auto: true },
    ],
    launchOptions: [
      async ({ launchOptions, host }, use) => {
        await use({ ...launchOptions, args: [...launchOptions.args!, ...host.browser] });
      },
      { scope: 'worker' },
    ],
    // Before anything else, so that it ends last: no page is open any more that would notice.
    fresh: [
      async ({ host }, use) => {
        await use();
        await host.clerk.reset();
      },
      { auto: true },
    ],
    baseURL: origin,
  });
}

/** Set up as most apps are: a proxy, personal accounts. */
export const test = testOn();
