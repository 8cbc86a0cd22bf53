// A development instance as the real Clerk has them: the Frontend API on the host that the publishable key names, over
// TLS, called by the browser itself; the app has its keys and no proxy.

import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { directOrigin, directPort } from './addresses.js';
import { selfSigned } from './certificate.js';
import { start } from './child.js';
import { LocalClerk } from './local-clerk.js';
import { localClerkBinary, serverBinary, serverEnvironment } from './server.js';
import { test as base } from './test.js';

type Instance = {
  /** Host of the Frontend API. */
  host: string;
  /** Where that host really is. */
  address: string;
  clerk: LocalClerk;
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
      const app = await start(serverBinary, [], { ...serverEnvironment(directPort, folder), ...keys }, `open ${directOrigin}`);
      await use({
        host: Buffer.from(keys.CLERK_PUBLISHABLE_KEY.split('_')[2]!, 'base64').toString().replace('$', ''),
        address: `127.0.0.1:${(frontend.address() as AddressInfo).port}`,
        clerk: new LocalClerk(keys.CLERK_API_URL, directOrigin),
      });
      frontend.closeAllConnections();
      frontend.close();
      await Promise.all([app.stop(), emulator.stop()]);
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  // Any other host is not to be found: the page needs no third party.
  launchOptions: [
    async ({ launchOptions, instance: { host, address } }, use) => {
      const rules = `MAP ${host} ${address}, MAP * ~NOTFOUND, EXCLUDE localhost`;
      await use({ ...launchOptions, args: [...launchOptions.args!, `--host-resolver-rules=${rules}`, '--ignore-certificate-errors'] });
    },
    { scope: 'worker' },
  ],
  baseURL: directOrigin,
});

/** Clerk's hosts have at the root what the local Clerk has below `/__clerk`. */
async function serveWithTls(localClerk: string) {
  const server = createServer(selfSigned(), (incoming, outgoing) => {
    const headers = { ...incoming.headers, 'x-forwarded-host': incoming.headers.host, 'x-forwarded-proto': 'https' };
    const call = request(`${localClerk}/__clerk${incoming.url}`, { method: incoming.method, headers }, answer => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    call.on('error', error => outgoing.destroy(error));
    incoming.pipe(call);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}
