// Members of an organization: given roles, removed, leaving, and the end of it; seen from two browsers.

import { test } from '../support/host.js';
import { expectFacts } from '../support/pages.js';
import { people } from '../support/people.js';
import { chooseFor, confirm, giveRole, openProfile, openSwitcher, row } from '../support/team.js';
import { expect } from '../support/test.js';

test('a member with another role may do what that role may', async ({ visit }) => {
  const [ada, mel] = [await visit(people.ada), await visit(people.mel)];
  await openProfile(mel, 'acme', 'Members');
  await expect(row(mel, people.ada.name)).toBeVisible();
  await expect(mel.getByRole('button', { name: 'Invite', exact: true })).toBeHidden();
  await openProfile(ada, 'acme', 'Members');
  await giveRole(ada, people.mel.name, 'Admin');
  await openProfile(mel, 'acme', 'Members');
  await expect(mel.getByRole('button', { name: 'Invite', exact: true })).toBeVisible();
});

test('a member who is removed acts for themselves', async ({ visit }) => {
  const [ada, mel] = [await visit(people.ada), await visit(people.mel)];
  await mel.goto('/orgs/acme');
  await expectFacts(mel, people.mel, 'acme');
  await openProfile(ada, 'acme', 'Members');
  await chooseFor(ada, people.mel.name, 'Remove member');
  await expect(row(ada, people.mel.name)).toBeHidden();
  await mel.goto('/private');
  await expect(mel.locator('#page')).toHaveText(people.mel.id);
  await openSwitcher(mel);
  await expect(mel.getByText('Acme')).toBeHidden();
});

test('a member leaves', async ({ visit }) => {
  const mel = await visit(people.mel);
  await openProfile(mel, 'acme');
  await confirm(mel, 'Leave organization', 'Acme');
  await mel.waitForURL('/');
  await expect(mel.locator('#page')).toHaveText(people.mel.id);
});

test.describe('the last who manages the members', () => {
  test.use({ provoked: [400] });

  test('stays', async ({ visit }) => {
    const ada = await visit(people.ada);
    await openProfile(ada, 'acme');
    await confirm(ada, 'Leave organization', 'Acme');
    await expect(ada.getByText(/at least one organization member/)).toBeVisible();
  });
});

test('an organization is deleted, for everybody', async ({ visit }) => {
  const [ada, mel] = [await visit(people.ada), await visit(people.mel)];
  await mel.goto('/orgs/acme');
  await expectFacts(mel, people.mel, 'acme');
  await openProfile(ada, 'acme');
  await confirm(ada, 'Delete organization', 'Acme');
  await ada.waitForURL('/');
  await mel.goto('/private');
  await expect(mel.locator('#page')).toHaveText(people.mel.id);
});
