// What a session survives, and what a person reads when it cannot: cookies gone, keys out of reach or of another instance,
// wrong clocks.

import type { Page } from '@playwright/test';

import { handshakes } from '../support/handshakes.js';
import { test } from '../support/host.js';
import { expectPrivate } from '../support/pages.js';
import { people } from '../support/people.js';
import { signIn } from '../support/person.js';
import { expect } from '../support/test.js';

const HOUR = 3_600_000;

test.afterEach(async ({ host }) => {
  await host.clerk.clearFaults();
  await host.clerk.settings({ clock_offset_ms: 0 });
});

/** Signs in, in the personal account, and waits until the server has answered in it. */
async function enter(page: Page) {
  await signIn(page, people.ada, '/private');
  await expectPrivate(page, people.ada);
}

test.describe('without the cookie that says when the client changed', () => {
  const cases = [
    { what: 'both names gone', name: /^__client_uat/, reasons: ['session-token-but-no-client-uat'] },
    { what: 'the plain name gone', name: '__client_uat', reasons: [] },
    { what: 'the suffixed name gone', name: /^__client_uat_/, reasons: [] },
  ];
  for (const { what, name, reasons } of cases) {
    test(`${what}: the session goes on`, async ({ page, context }) => {
      await enter(page);
      await page.goto('about:blank');
      await context.clearCookies({ name });
      const seen = handshakes(page);
      await page.goto('/private');
      await expectPrivate(page, people.ada);
      expect(seen).toEqual(reasons);
      await expect.poll(async () => (await context.cookies()).filter(cookie => cookie.name.startsWith('__client_uat')).length).toBe(2);
    });
  }
});

test('while the keys cannot be fetched, nobody who is signed in notices', async ({ page, host }) => {
  await enter(page);
  await host.clerk.fault({ path: '/v1/jwks', status: 500 });
  expect((await fetch(`${host.clerkAddress}/v1/jwks`)).status).toBe(500);

  await page.reload();
  await expectPrivate(page, people.ada);
  expect((await page.request.get('/api/me')).status()).toBe(200);
});

test.describe('a wrong clock', () => {
  test.use({ provoked: [401, 500] });

  for (const [where, offset] of [['ahead', HOUR], ['behind', -HOUR]] as const) {
    test(`Clerk's ${where}: a message instead of a loop`, async ({ page, context, host }) => {
      await enter(page);
      await page.goto('about:blank');
      await host.clerk.settings({ clock_offset_ms: offset });
      await context.clearCookies({ name: /^__session/ });
      await expectCircles(page);
      await host.clerk.settings({ clock_offset_ms: 0 });
      await expectRecovery(page);
    });
  }
});

test.describe('an instance whose keys do not match', () => {
  test.use({ provoked: [500] });

  test('the redirects end in a message', async ({ page, context, host }) => {
    await enter(page);
    await page.goto('about:blank');
    await host.clerk.expireTokens(context);
    await host.clerk.fault({ path: '/v1/clients/handshake_payload', status: 401 });
    await expectCircles(page);
    await host.clerk.clearFaults();
    await expectRecovery(page);
  });
});

/** The loop guard's page, after three round trips at most: those of the sign-in a moment ago count too. */
async function expectCircles(page: Page) {
  const seen = handshakes(page);
  const response = await page.goto('/private');
  expect(response?.status()).toBe(500);
  await expect(page).toHaveURL('/private');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in is going in circles');
  await expect(page.getByText('clock of your device')).toBeVisible();
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.length).toBeLessThanOrEqual(3);
}

/** The page's own link helps once the cause is gone; the counter of the redirects is forgotten within two seconds. */
async function expectRecovery(page: Page) {
  const heading = page.getByRole('heading', { level: 1 });
  await expect(async () => {
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(heading).toHaveText('Private', { timeout: 1_000 });
  }).toPass();
}
