// What the app's pages say where a session is not accepted or of another tenant, and what goes on when the signing key changes.
// What the session check itself survives has tests beside Clerk's crates.

import { handshakes } from '../../clerk/end2end/support/handshakes.js';
import { test, expect } from '../support/test.js';
import { hydrated, signIn, unique } from '../support/app.js';
import { localClerk } from '../support/local-clerk.js';
import { people } from '../support/people.js';
import { createProject, expectProjects } from '../support/projects.js';

const PROJECTS = '/orgs/acme/projects';
const HOUR = 3_600_000;

test.afterEach(async () => {
  await localClerk.clearFaults();
  await localClerk.settings({ clock_offset_ms: 0, token_life_seconds: 60, custom_claims: {} });
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

test.describe('a wrong clock', () => {
  test.use({ provoked: [401, 500] });

  test('signing in under it ends in a message, in the page and on a page load', async ({ page }) => {
    await localClerk.settings({ clock_offset_ms: HOUR });
    await signIn(page, people.ada, PROJECTS);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your session is not accepted');
    await page.getByRole('link', { name: 'Load the page again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in is going in circles');
  });
});
