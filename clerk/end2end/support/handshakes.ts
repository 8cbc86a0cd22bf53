// How often, and why, a browser is sent to Clerk.

import type { Page } from '@playwright/test';

/** The reasons of the handshakes that the page goes through from now on. */
export function handshakes(page: Page) {
  const reasons: string[] = [];
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/v1/client/handshake')) reasons.push(url.searchParams.get('__clerk_hs_reason')!);
  });
  return reasons;
}
