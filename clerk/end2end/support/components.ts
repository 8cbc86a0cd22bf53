// Every prebuilt component of organizations, as people open and use them.

import { expect, type Page } from '@playwright/test';

import { mount, openProfile, openSwitcher } from './team.js';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Opens each component, as an admin of Acme. */
export async function openEverything(page: Page) {
  await openProfile(page, 'acme');
  await page.getByRole('button', { name: 'Update profile' }).click();
  await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: PICTURE });
  await expect(page.locator('img[src^="data:image/png"]').first()).toBeVisible();
  await openProfile(page, 'acme', 'Members');
  for (const tab of [/Invitations/, /Requests/, /Members/]) await page.getByRole('tab', { name: tab }).click();
  await page.getByPlaceholder('Search').fill('mel');
  await page.getByPlaceholder('Search').press('Enter');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.goto('/private');
  await mount(page, 'OrganizationList');
  await expect(page.getByText('Globex')).toBeVisible();
  await page.goto('/private');
  await mount(page, 'CreateOrganization');
  await page.getByLabel('Name').fill('Initech');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByRole('button', { name: 'Skip' }).click();
  await page.waitForURL('/');
  await expect(page.locator('#page')).toContainText('initech');
  await openSwitcher(page);
  await page.getByText('Manage', { exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'General' })).toBeVisible();
}

/** Every host that a page's browser asks. */
export function hostsOf(page: Page) {
  const hosts = new Set<string>();
  page.context().on('request', request => hosts.add(new URL(request.url()).host));
  return hosts;
}
