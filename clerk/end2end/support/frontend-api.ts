// A development instance as the real Clerk has them: the Frontend API on the host that the publishable key names, over
// TLS, called by the browser itself.

import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import { selfSigned } from './certificate.js';

/** Clerk's hosts have at the root what the local Clerk has below `/__clerk`. */
export async function serveWithTls(localClerk: string) {
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

/** The host of an instance's Frontend API. */
export function hostOf(publishableKey: string) {
  return Buffer.from(publishableKey.split('_')[2]!, 'base64').toString().replace('$', '');
}

/** A browser for which `host` is at the server; any other host is not to be found: the page needs no third party. */
export function argumentsFor(host: string, server: Server) {
  const { port } = server.address() as AddressInfo;
  return [`--host-resolver-rules=MAP ${host} 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE localhost`, '--ignore-certificate-errors'];
}
