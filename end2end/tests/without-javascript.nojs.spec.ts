// Signed-in pages read, and forms post, while the browser runs no script. Signing in itself needs ClerkJS.

import type { Browser } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { signIn, unique } from '../support/app.js';
import { people, type Person } from '../support/people.js';

/** A page without JavaScript that carries the cookies of a person who signed in with it. */
async function pageOf(browser: Browser, person: Person) {
  const withScripts = await browser.newContext({ javaScriptEnabled: true });
  const page = await withScripts.newPage();
  await signIn(page, person, '/orgs/acme/projects');
  const cookies = await withScripts.cookies();
  await withScripts.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(cookies);
  return plain.newPage();
}

test.use({ provoked: [422] });

test('an admin lists, creates, edits and deletes', async ({ browser }) => {
  const page = await pageOf(browser, people.ada);
  const name = unique('Plain');
  await page.goto('/orgs/acme/projects');
  await page.getByRole('link', { name: 'New project' }).first().click();

  await page.getByLabel('Name').fill(' ');
  await page.getByLabel('Description').fill('typed before');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Description')).toHaveValue('typed before');

  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill(`${name} II`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} II` })).toBeVisible();

  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete project' }).click();
  await expect(page).toHaveURL(/\/orgs\/acme\/projects$/);
  await expect(page.getByText(`${name} II`)).toHaveCount(0);
  await page.context().close();
});

test('the landing page reads', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});
