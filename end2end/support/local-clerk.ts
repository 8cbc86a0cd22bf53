// The local Clerk's control API, for what no person can do: turn the clock, stop an endpoint.

import type { BrowserContext } from '@playwright/test';

import { controlAddress, origin } from './addresses.js';

const base = `http://${controlAddress}`;

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${base}/__control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

export const localClerk = {
  settings: (change: Record<string, unknown>) => call('PATCH', '/settings', change),
  reset: () => call('POST', '/reset'),
  rotateKey: () => call('POST', '/rotate-key'),
  fault: (fault: Record<string, unknown>) => call('POST', '/faults', fault),
  clearFaults: () => call('DELETE', '/faults'),

  /** Puts an expired token in place of the browser's, as after a minute away. Its pages must be closed or elsewhere. */
  async expireTokens(context: BrowserContext) {
    const cookies = (await context.cookies(origin)).filter(cookie => cookie.name.startsWith('__session'));
    if (cookies.length === 0) throw new Error('the browser has no session to expire');
    const claims = JSON.parse(Buffer.from(cookies[0]!.value.split('.')[1]!, 'base64url').toString());
    const devBrowser = (await context.cookies(origin)).find(cookie => cookie.name.startsWith('__clerk_db_jwt'))!.value;
    await this.settings({ token_life_seconds: -60 });
    const answer = await context.request.post(
      `${origin}/__clerk/v1/client/sessions/${claims.sid}/tokens?__clerk_db_jwt=${devBrowser}`,
      { headers: { origin }, form: { organization_id: claims.o?.id ?? '' } },
    );
    await this.settings({ token_life_seconds: 60 });
    const { jwt } = await answer.json();
    await context.addCookies(cookies.map(cookie => ({ ...cookie, value: jwt })));
  },
};
