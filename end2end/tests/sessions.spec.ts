// What a session survives, and what a person reads when it cannot: cookies gone, keys changed or out of reach, wrong clocks.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { createProject, expectProjects, hydrated, signIn, unique } from '../support/app.js';
import { controlAddress } from '../support/addresses.js';
import { localClerk } from '../support/local-clerk.js';
import { people } from '../support/people.js';

const PROJECTS = '/orgs/acme/projects';
const HOUR = 3_600_000;

test.afterEach(async () => {
  await localClerk.clearFaults();
  await localClerk.settings({ clock_offset_ms: 0, token_life_seconds: 60, custom_claims: {} });
});

/** The reasons of the handshakes that the page goes through from now on. */
function handshakes(page: Page) {
  const reasons: string[] = [];
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/v1/client/handshake')) reasons.push(url.searchParams.get('__clerk_hs_reason')!);
  });
  return reasons;
}

test.describe('without the cookie that says when the client changed', () => {
  const cases = [
    { what: 'both names gone', name: /^__client_uat/, reasons: ['session-token-but-no-client-uat'] },
    { what: 'the plain name gone', name: '__client_uat', reasons: [] },
    { what: 'the suffixed name gone', name: /^__client_uat_/, reasons: [] },
  ];
  for (const { what, name, reasons } of cases) {
    test(`${what}: the session goes on`, async ({ page, context }) => {
      await signIn(page, people.ada, PROJECTS);
      await expectProjects(page);
      await page.goto('about:blank');
      await context.clearCookies({ name });
      const seen = handshakes(page);
      await page.goto(PROJECTS);
      await hydrated(page);
      await expectProjects(page);
      expect(seen).toEqual(reasons);
      await expect.poll(async () => (await context.cookies()).filter(cookie => cookie.name.startsWith('__client_uat')).length).toBe(2);
    });
  }
});

test.describe('a session token that no cookie holds', () => {
  test.use({ provoked: [401, 500] });

  test('its size and its cause are named, in the page and on a page load', async ({ page }) => {
    await localClerk.settings({ custom_claims: { filler: 'x'.repeat(4_500) } });
    await signIn(page, people.ada, PROJECTS);
    await expect(page.getByText(/Your session token is \d{4} bytes.*custom claims/)).toBeVisible();
    const seen = handshakes(page);
    await page.getByRole('link', { name: 'Load the page again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your session token is too large');
    await expect(page.getByText(/it is \d{4} bytes as a cookie/)).toBeVisible();
    expect(seen).toHaveLength(1);

    await localClerk.settings({ custom_claims: {} });
    await page.getByRole('link', { name: 'Try again' }).click();
    await expectProjects(page);
  });
});

test.describe("another organization's link", () => {
  test.use({ provoked: [404] });

  test('is not found after one handshake, and at once the next time', async ({ page }) => {
    await signIn(page, people.ada, PROJECTS);
    await expectProjects(page);
    const seen = handshakes(page);
    for (const path of ['/orgs/nobodys/projects', '/orgs/nobodys/activity']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
      expect(seen).toEqual(['active-organization-mismatch']);
    }
  });
});

test.describe('the signing key changes', () => {
  // Tokens of the old key are refused once the server has learned the new one.
  test.use({ provoked: [401] });

  test('people go on, whoever comes with a new token first', async ({ page, context, browser }) => {
    const [mel, vic] = [await browser.newPage(), await browser.newPage()];
    await signIn(mel, people.mel, PROJECTS);
    await expectProjects(mel);
    await signIn(vic, people.vic, PROJECTS);
    await expectProjects(vic);
    await signIn(page, people.ada, PROJECTS);
    const before = await localClerk.token(context);
    await localClerk.rotateKey();

    await page.reload();
    await hydrated(page);
    await expectProjects(page);
    await expect.poll(async () => (await localClerk.token(context)).kid).not.toBe(before.kid);
    await createProject(page, '/orgs/acme', unique('New key'));

    // These two still have a token of the old key, which the server no longer knows.
    for (const late of [mel, vic]) expect((await localClerk.token(late.context())).kid).toBe(before.kid);
    await mel.getByRole('link', { name: 'New project' }).first().click();
    await expect(mel.getByLabel('Name')).toBeVisible();
    await mel.close();
    await vic.reload();
    await expect(vic).toHaveURL(PROJECTS);
    await expectProjects(vic);
    await vic.close();
  });
});

test('while the keys cannot be fetched, nobody who is signed in notices', async ({ page }) => {
  await signIn(page, people.ada, PROJECTS);
  await localClerk.fault({ path: '/v1/jwks', status: 500 });
  expect((await fetch(`http://${controlAddress}/v1/jwks`)).status).toBe(500);

  await page.reload();
  await hydrated(page);
  await expectProjects(page);
  await createProject(page, '/orgs/acme', unique('Cached keys'));
  expect((await page.request.get('/api/projects')).status()).toBe(200);
});

test.describe('a wrong clock', () => {
  test.use({ provoked: [401, 500] });

  test('signing in under it ends in a message, in the page and on a page load', async ({ page }) => {
    await localClerk.settings({ clock_offset_ms: HOUR });
    await signIn(page, people.ada, PROJECTS);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your session is not accepted');
    await page.getByRole('link', { name: 'Load the page again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in is going in circles');
  });

  for (const [where, offset] of [['ahead', HOUR], ['behind', -HOUR]] as const) {
    test(`Clerk's ${where}: a message instead of a loop`, async ({ page, context }) => {
      await signIn(page, people.ada, PROJECTS);
      await expectProjects(page);
      await page.goto('about:blank');
      await localClerk.settings({ clock_offset_ms: offset });
      await context.clearCookies({ name: /^__session/ });
      await expectCircles(page, PROJECTS);
      await localClerk.settings({ clock_offset_ms: 0 });
      await expectRecovery(page);
    });
  }
});

test.describe('an instance whose keys do not match', () => {
  test.use({ provoked: [500] });

  test('the redirects end in a message', async ({ page, context }) => {
    await signIn(page, people.ada, PROJECTS);
    await expectProjects(page);
    await page.goto('about:blank');
    await localClerk.expireTokens(context);
    await localClerk.fault({ path: '/v1/clients/handshake_payload', status: 401 });
    await expectCircles(page, PROJECTS);
    await localClerk.clearFaults();
    await expectRecovery(page);
  });
});

/** The loop guard's page, after three round trips at most: those of the sign-in a moment ago count too. */
async function expectCircles(page: Page, path: string) {
  const seen = handshakes(page);
  const response = await page.goto(path);
  expect(response?.status()).toBe(500);
  await expect(page).toHaveURL(path);
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
    await expect(heading).toHaveText('Projects', { timeout: 1_000 });
  }).toPass();
}
