// Every prebuilt component of organizations, opened and used; and nothing of it asks anybody outside.

import { hostsOf, openEverything } from '../support/components.js';
import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { signIn } from '../support/person.js';
import { openProfile } from '../support/team.js';
import { expect } from '../support/test.js';

test('each opens and works, and no request leaves this machine', async ({ visit, baseURL }) => {
  const ada = await visit();
  const hosts = hostsOf(ada);
  await signIn(ada, people.ada, '/private');
  await openEverything(ada);
  expect([...hosts].filter(Boolean)).toEqual([new URL(baseURL!).host]);
});

test('whoever may not manage sees the members and nothing to manage', async ({ visit, baseURL }) => {
  const vic = await visit(people.vic);
  await openProfile(vic, 'acme');
  await expect(vic.getByText('Delete organization')).toBeHidden();
  await openProfile(vic, 'acme', 'Members');
  await expect(vic.getByRole('row').filter({ hasText: people.ada.name })).toBeVisible();
  await expect(vic.getByRole('tab', { name: /Invitations|Requests/ })).toHaveCount(0);
});
