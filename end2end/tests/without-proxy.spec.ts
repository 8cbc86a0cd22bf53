// The browser talks to Clerk's own host, as with a development instance of the real Clerk.

import { test } from '../support/direct.js';
import { expect } from '../support/test.js';
import { createProject, expectProjects, hydrated, signIn, signOut, unique } from '../support/app.js';
import { directPort } from '../support/addresses.js';
import { people } from '../support/people.js';

test('a session lives from sign-in over reload and expiry to sign-out', async ({ page, context, instance }) => {
  const hosts = new Set<string>();
  page.on('request', request => hosts.add(new URL(request.url()).host));

  await signIn(page, people.ada, '/orgs/acme/projects');
  await expectProjects(page);
  await createProject(page, '/orgs/acme', unique('Direct'));
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();

  await page.goto('about:blank');
  await instance.clerk.expireTokens(context);
  const handshake = page.waitForRequest(request => request.url().startsWith(`https://${instance.host}/v1/client/handshake`));
  await page.goto('/orgs/acme/projects');
  await handshake;
  await hydrated(page);
  await expect(page).toHaveURL('/orgs/acme/projects');
  await expectProjects(page);

  await signOut(page);
  await page.goto('/orgs/acme/projects');
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await page.request.get('/__clerk/v1/environment')).status(), 'there is no proxy').toBe(404);
  expect([...hosts].filter(Boolean).sort()).toEqual([instance.host, `localhost:${directPort}`].sort());
});
