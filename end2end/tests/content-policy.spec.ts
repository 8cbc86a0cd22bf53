// Nothing that the app or Clerk's components do is stopped by the Content-Security-Policy: styles come with a nonce too.

import { test, expect } from '../support/test.js';
import { enter, hydrated } from '../support/app.js';
import { people } from '../support/people.js';

test('no script, style or connection of ours or of Clerk is stopped', async ({ page }) => {
  const stopped: string[] = [];
  await page.exposeFunction('report', (what: string) => stopped.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      void (window as unknown as { report: (what: string) => void }).report(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  await enter(page, people.ada);
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText('Manage account').click();
  // Clerk's own styles arrived: without them the window is not laid over the page.
  await expect(page.locator('.cl-modalBackdrop')).toHaveCSS('position', 'fixed');
  await page.keyboard.press('Escape');
  await page.goto('/sign-up');
  await hydrated(page);
  expect(stopped).toEqual([]);
});
