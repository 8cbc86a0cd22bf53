// The membership model without personal accounts, Clerk's default: nobody gets in without an organization.

import { expect } from '../support/test.js';
import { test } from '../support/required.js';
import { fillSignIn, fillSignUp, unique } from '../support/app.js';
import { people } from '../support/people.js';

test('whoever signs up makes one and lands in it', async ({ page }) => {
  await fillSignUp(page);
  await expect(page.getByRole('heading', { name: /organization/i })).toBeVisible();
  await page.getByLabel('Name').fill(unique('Initech'));
  await page.getByRole('button', { name: /continue|create organization/i }).click();
  // The first page of its menu.
  await page.waitForURL(/\/orgs\/initech[^/]*\/\w+$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test.describe('personal pages', () => {
  test.use({ provoked: [404] });

  test('are not there', async ({ page }) => {
    await fillSignIn(page, people.sam);
    await page.getByRole('button', { name: 'Globex' }).click();
    await page.waitForURL(/\/orgs\/globex\/\w+$/);
    const answer = await page.goto('/personal/activity');
    expect(answer!.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  });
});
