// The membership model without personal accounts, Clerk's default: a session is pending until an organization is chosen.

import { testOn } from '../support/host.js';
import { credentials, fill, openPart, press } from '../support/parts.js';
import { people } from '../support/people.js';
import { fillSignIn, fillSignUp } from '../support/person.js';
import { expect } from '../support/test.js';

const test = testOn({ organizationRequired: true });

test('whoever signs in chooses an organization first', async ({ page }) => {
  await fillSignIn(page, people.ada);
  await expect(page.getByText('Choose an organization')).toBeVisible();
  expect((await page.request.get('/api/me')).status()).toBe(401);
  await page.getByRole('button', { name: 'Acme' }).click();
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toHaveText(`${people.ada.id} acme`);
  expect((await page.request.get('/api/me')).status()).toBe(200);
});

test('a page of the app has the task, and nobody is sent to sign-up and back', async ({ page }) => {
  await page.goto('/parts/tasks');
  await page.waitForURL(url => url.pathname === '/sign-up' && url.searchParams.get('redirect_url') === '/parts/tasks');
  await openPart(page, 'sign-in');
  await fill(page, credentials(people.ada));
  await press(page, 'Sign in with password');
  await page.waitForURL(url => url.pathname !== '/parts/sign-in');
  await openPart(page, 'tasks');
  await page.getByRole('button', { name: /Acme/ }).click();
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toContainText('acme');
});

test('whoever signs up makes one', async ({ page }) => {
  await fillSignUp(page);
  await expect(page.getByRole('heading', { name: /organization/i })).toBeVisible();
  expect((await page.request.get('/api/me')).status()).toBe(401);
  await page.getByLabel('Name').fill(`Initech ${Math.random().toString(36).slice(2, 8)}`);
  await page.getByRole('button', { name: /continue|create organization/i }).click();
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toContainText('initech');
});
