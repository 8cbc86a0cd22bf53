// Where signing in and up lead to in the app. ClerkJS' forms themselves have tests beside Clerk's crates.

import { test, expect } from '../support/test.js';
import { fillSignUp, signIn } from '../support/app.js';
import { people } from '../support/people.js';

test('signing in leads into the app', async ({ page }) => {
  await signIn(page, people.mel);
  await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();
  await expect(page).toHaveURL(/\/(orgs\/|dashboard|personal)/);
});

test('a deep link while signed out returns after sign-in', async ({ page }) => {
  await signIn(page, people.ada, '/orgs/acme/activity');
  await expect(page).toHaveURL('/orgs/acme/activity');
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
});

test('signing up with an e-mail code leads into the app', async ({ page }) => {
  await fillSignUp(page);
  await page.waitForURL(/\/(onboarding|dashboard|personal)/);
});
