// ClerkJS 5, which has its components in one package with itself: it loads, signs in and signs out.

import { begin } from '../support/forms.js';
import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { expect } from '../support/test.js';

test('ClerkJS 5 loads, signs in and signs out', async ({ page, host }) => {
  const { publishable_key } = await host.clerk.keys();
  const body = `<!DOCTYPE html><link rel="icon" href="data:,">
    <script data-clerk-publishable-key="${publishable_key}" data-clerk-proxy-url="/__clerk" src="/__clerk/npm/@clerk/clerk-js@5/dist/clerk.browser.js"></script>
    <p id="page"></p><div id="place"></div>
    <script type="module">
      await Clerk.load({ telemetry: false, signInUrl: '/sign-in', signInFallbackRedirectUrl: '/private' });
      const place = document.getElementById('place');
      if (location.pathname.startsWith('/sign-in')) Clerk.mountSignIn(place, { routing: 'path', path: '/sign-in' });
      else if (Clerk.user) Clerk.mountUserButton(place);
      document.getElementById('page').textContent = Clerk.user?.id ?? 'Nobody is signed in.';
    </script>`;
  await page.route(/^[^?]*\/(sign-in.*|private)?(\?.*)?$/, route =>
    new URL(route.request().url()).pathname.startsWith('/__clerk') ? route.fallback() : route.fulfill({ contentType: 'text/html', body }),
  );
  await page.goto('/');
  expect(await page.evaluate(() => (window as unknown as { Clerk: { version: string } }).Clerk.version)).toMatch(/^5\./);
  await begin(page, people.ada.email);
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toHaveText(people.ada.id);
  await page.getByRole('button', { name: 'Open user button' }).or(page.getByRole('button', { name: 'Open user menu' })).click();
  await page.getByText('Sign out', { exact: true }).click();
  await expect(page.getByText('Nobody is signed in.')).toBeVisible();
  await expect(page).toHaveURL('/');
});
