// Verified domains: proven by a code to one of their addresses, and how people come in through them.

import type { Page } from '@playwright/test';

import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { newcomer, openProfile, openSwitcher, row, turnTo } from '../support/team.js';
import { expect } from '../support/test.js';

/** Adds a domain in the profile, proves it by the code and chooses what it does. */
async function addDomain(page: Page, name: string, mode: string) {
  await openProfile(page, 'acme');
  await page.getByRole('button', { name: 'Add domain' }).click();
  await page.getByPlaceholder('example.com', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByPlaceholder('you@example.com').fill('boss+clerk_test');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel(/verification code/i).first().pressSequentially('424242');
  await expect(page.getByRole('button', { name: 'Add domain' })).toBeVisible();
  // Clerk's list does not hear of the proof by itself.
  await openProfile(page, 'acme');
  await page.locator('.cl-profileSectionItem__organizationDomains').getByRole('button', { name: 'Open menu' }).click();
  await page.getByRole('menuitem', { name: 'Manage' }).click();
  await page.getByText(mode).first().click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.cl-profileSectionItem__organizationDomains').getByText(mode)).toBeVisible();
}

test('a domain suggests the organization, people ask to join, a manager lets them in', async ({ visit }) => {
  const ada = await visit(people.ada);
  await addDomain(ada, 'acme.test', 'Automatic suggestions');
  const boss = await newcomer(visit, 'boss+clerk_test@acme.test');
  await openSwitcher(boss);
  await boss.getByRole('button', { name: 'Request to join' }).click();
  await expect(boss.getByText('Pending approval')).toBeVisible();
  await openProfile(ada, 'acme', 'Members');
  await turnTo(ada, /Requests/);
  await row(ada, 'boss+clerk_test@acme.test').getByRole('button', { name: 'Approve' }).click();
  await expect(row(ada, 'boss+clerk_test@acme.test')).toBeHidden();
  await boss.goto('/orgs/acme');
  await expect(boss.locator('#page')).toContainText('acme');
});

test('a domain invites, and whoever has an address of it joins', async ({ visit }) => {
  const ada = await visit(people.ada);
  await addDomain(ada, 'acme.test', 'Automatic invitations');
  const boss = await newcomer(visit, 'boss+clerk_test@acme.test');
  await openSwitcher(boss);
  await boss.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(boss.getByRole('button', { name: 'Join', exact: true })).toBeHidden();
  await boss.goto('/orgs/acme');
  await expect(boss.locator('#page')).toContainText('acme');
});
