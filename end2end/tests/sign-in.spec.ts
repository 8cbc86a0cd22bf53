// Sign-in through ClerkJS' real forms, and what a session survives.

import { test, expect } from '../support/test.js';
import { fillSignUp, hydrated, signIn, signOut } from '../support/app.js';
import { people } from '../support/people.js';
import { localClerk } from '../support/local-clerk.js';

for (const [name, person] of Object.entries(people)) {
  test(`${name} signs in with e-mail and password`, async ({ page }) => {
    await signIn(page, person);
    await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();
    await expect(page).toHaveURL(/\/(orgs\/|dashboard|personal)/);
  });
}

test('a deep link while signed out returns after sign-in', async ({ page }) => {
  await signIn(page, people.ada, '/orgs/acme/projects/new');
  await expect(page).toHaveURL('/orgs/acme/projects/new');
  await expect(page.getByLabel('Name')).toBeVisible();
});

test('signing out ends the session in page and API', async ({ page }) => {
  await signIn(page, people.ada);
  await signOut(page);
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  expect((await page.request.get('/api/projects')).status()).toBe(401);
  await page.goto('/orgs/acme/projects');
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

test('signing up with an e-mail code leads into the app', async ({ page }) => {
  await fillSignUp(page);
  await page.waitForURL(/\/(onboarding|dashboard|personal)/);
});

test('a reload after the token has expired keeps the session through the handshake', async ({ page }) => {
  await signIn(page, people.ada, '/orgs/acme/projects');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await page.goto('about:blank');
  await localClerk.expireTokens(page.context());
  const handshake = page.waitForRequest(request => request.url().includes('/v1/client/handshake'));
  await page.goto('/orgs/acme/projects');
  await handshake;
  await hydrated(page);
  await expect(page).toHaveURL('/orgs/acme/projects');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
});
