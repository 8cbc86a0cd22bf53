// The browser talks to Clerk's own host, as with a development instance of the real Clerk.

import { testOn } from '../support/host.js';
import { expectPrivate } from '../support/pages.js';
import { people } from '../support/people.js';
import { signIn, signOut } from '../support/person.js';
import { expect } from '../support/test.js';

const test = testOn({ direct: true });

test('a session lives from sign-in over reload and expiry to sign-out', async ({ page, context, host, baseURL }) => {
  const hosts = new Set<string>();
  page.on('request', request => hosts.add(new URL(request.url()).host));

  await signIn(page, people.ada, '/private');
  await expectPrivate(page, people.ada);
  await page.reload();
  await expectPrivate(page, people.ada);
  await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();

  await page.goto('about:blank');
  await host.clerk.expireTokens(context);
  const handshake = page.waitForRequest(request => request.url().startsWith(`https://${host.frontendHost}/v1/client/handshake`));
  await page.goto('/private');
  await handshake;
  await expect(page).toHaveURL('/private');
  await expectPrivate(page, people.ada);

  await signOut(page);
  await page.goto('/private');
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await page.request.get('/__clerk/v1/environment')).status(), 'there is no proxy').toBe(404);
  expect([...hosts].filter(Boolean).sort()).toEqual([host.frontendHost, new URL(baseURL!).host].sort());
});
