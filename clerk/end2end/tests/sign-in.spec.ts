// Signing in, up and out through ClerkJS' real forms.

import { test } from '../support/host.js';
import { expectFacts } from '../support/pages.js';
import { people } from '../support/people.js';
import { expectSameDocument, fillSignUp, hydrated, markDocument, signIn, signOut } from '../support/person.js';
import { expect } from '../support/test.js';

for (const [name, person] of Object.entries(people)) {
  test(`${name} signs in with e-mail and password`, async ({ page }) => {
    await signIn(page, person);
    await expect(page).toHaveURL('/private');
    await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();
    await page.reload();
    await hydrated(page);
    await expect(page.locator('#page')).toContainText(person.id);
    await expect(page.locator('#server')).toContainText(person.id);
  });
}

test('a deep link while signed out returns after sign-in', async ({ page }) => {
  await signIn(page, people.ada, '/private/a/b');
  await expect(page).toHaveURL('/private/a/b');
  await expect(page.getByRole('heading', { level: 1, name: 'Private' })).toBeVisible();
});

test('a link inside of the document to what nobody may see leads to the form and back', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  await markDocument(page);
  await page.getByRole('link', { name: 'Private' }).click();
  await page.waitForURL(/\/sign-in/);
  await expectSameDocument(page);
  await expect(page.getByLabel('Email address')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('redirect_url')).toContain('/private');
});

test('signing out ends the session in page and API', async ({ page }) => {
  await signIn(page, people.ada);
  await hydrated(page);
  expect((await page.request.get('/api/me')).status()).toBe(200);
  await signOut(page);
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('Nobody is signed in.')).toBeVisible();
  expect((await page.request.get('/api/me')).status()).toBe(401);
  await page.goto('/private');
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe('refused by Clerk', () => {
  test.use({ provoked: [422] });

  test('a wrong password is told at its field', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('Email address').fill(people.ada.email);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await expect(page.getByTestId('form-feedback-error')).toHaveText(/password is incorrect/i);
  });
});

test('signing up with an e-mail code signs in', async ({ page }) => {
  await fillSignUp(page);
  await page.waitForURL('/private');
  await expect(page.getByRole('heading', { level: 1, name: 'Private' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();
  expect((await page.request.get('/api/me')).status()).toBe(200);
});

test("an organization's page makes it the active one on a page load", async ({ page }) => {
  await signIn(page, people.ada);
  for (const organization of ['acme', 'globex']) {
    await page.goto(`/orgs/${organization}`);
    await expectFacts(page, people.ada, organization);
  }
});

test('a reload after the token has expired keeps the session through the handshake', async ({ page, host }) => {
  await signIn(page, people.sam, '/private');
  await page.goto('about:blank');
  await host.clerk.expireTokens(page.context());
  const handshake = page.waitForRequest(request => request.url().includes('/v1/client/handshake'));
  await page.goto('/private');
  await handshake;
  await expect(page).toHaveURL('/private');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Private' })).toBeVisible();
});
