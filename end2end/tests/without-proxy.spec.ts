// The browser talks to Clerk's own host, as with a development instance of the real Clerk: nothing that the app sends or
// forbids keeps it from there. What becomes of a session then has tests beside Clerk's crates.

import { test } from '../support/direct.js';
import { expect } from '../support/test.js';
import { hydrated, signIn, signOut, unique } from '../support/app.js';
import { directPort } from '../support/addresses.js';
import { people } from '../support/people.js';
import { createProject, expectProjects } from '../support/projects.js';

test('people sign in, work and sign out', async ({ page, instance }) => {
  const hosts = new Set<string>();
  page.on('request', request => hosts.add(new URL(request.url()).host));

  await signIn(page, people.ada, '/orgs/acme/projects');
  await expectProjects(page);
  await createProject(page, '/orgs/acme', unique('Direct'));
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();

  await signOut(page);
  await page.goto('/orgs/acme/projects');
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await page.request.get('/__clerk/v1/environment')).status(), 'there is no proxy').toBe(404);
  expect([...hosts].filter(Boolean).sort()).toEqual([instance.host, `localhost:${directPort}`].sort());
});
