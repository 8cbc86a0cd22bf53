// Nothing that the app or Clerk's components do is stopped by the Content-Security-Policy.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, requestCode } from '../support/app.js';
import { people } from '../support/people.js';

test('no script, style or connection of ours or of Clerk is stopped', async ({ page }) => {
  const stopped = await watch(page);
  await enter(page, people.ada);
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText('Manage account').click();
  // Clerk's own styles arrived: without them the window is not laid over the page.
  await expect(page.locator('.cl-modalBackdrop')).toHaveCSS('position', 'fixed');
  expect(stopped).toEqual([]);
});

test('nor in the steps of signing up', async ({ page }) => {
  const stopped = await watch(page);
  // The field for codes brings styles of its own.
  await requestCode(page);
  await expect(page.getByLabel(/verification code/i).first()).toBeVisible();
  expect(stopped).toEqual([]);
});

async function watch(page: Page) {
  const stopped: string[] = [];
  await page.exposeFunction('report', (what: string) => stopped.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      void (window as unknown as { report: (what: string) => void }).report(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return stopped;
}
