// What people change in their profile: numbers, name, password, second factors, devices, and that they leave.

import type { Page } from '@playwright/test';

import { codeOf } from '../support/authenticator.js';
import { begin, expectSignedIn, leave, proceed, typeCode } from '../support/forms.js';
import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { signIn } from '../support/person.js';
import { mount } from '../support/team.js';
import { expect } from '../support/test.js';

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

async function openProfile(page: Page, tab?: 'Security') {
  await page.goto('/private');
  await mount(page, 'UserProfile');
  if (tab) await press(page, tab);
}

test('number, name and second factors are set up, used, and removed', async ({ page, host }) => {
  await host.clerk.settings({
    factors: ['password', 'email_code', 'phone_code', 'username'],
    second_factors: ['totp', 'phone_code', 'backup_code'],
  });
  await signIn(page, people.mel);
  await openProfile(page);
  await press(page, 'Set username');
  await page.getByLabel('Username').fill('mel_1');
  await press(page, 'Save');
  await expect(page.getByText('mel_1')).toBeVisible();
  await press(page, 'Add phone number');
  await page.getByLabel('Phone number').fill('5555550102');
  await press(page, 'Add');
  await typeCode(page);
  await expect(page.getByText('+1 (555) 555-0102')).toBeVisible();

  await press(page, 'Security');
  await press(page, 'Add two-step verification');
  await page.getByRole('menuitem', { name: 'Authenticator application' }).click();
  await page.getByRole('button', { name: /scan QR code/ }).click();
  const secret = await page.locator('input[readonly]').first().inputValue();
  await proceed(page);
  await typeCode(page, codeOf(secret));
  await expect(page.getByText('Two-step verification is now enabled', { exact: false })).toBeVisible();
  const spare = await page.getByText(/^[0-9a-z]{8}$/).first().innerText();
  await press(page, 'Finish');
  await expect(page.getByText('Authenticator application', { exact: true })).toBeVisible();
  await leave(page);

  await begin(page, people.mel.email);
  await typeCode(page, codeOf(secret));
  await expectSignedIn(page);
  await leave(page);
  await begin(page, people.mel.email);
  await page.getByText('Use another method').click();
  await press(page, 'Use a backup code');
  await page.getByLabel('Backup code').fill(spare);
  await proceed(page);
  await expectSignedIn(page);

  await openProfile(page, 'Security');
  await page.locator('.cl-profileSectionItem__mfa').first().getByRole('button', { name: 'Open menu' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await press(page, 'Remove');
  await expect(page.getByText('Authenticator application', { exact: true })).toBeHidden();
  await leave(page);
  await begin(page, people.mel.email);
  await expectSignedIn(page);
});

test('what is switched off does not show', async ({ page, host }) => {
  await host.clerk.settings({ delete_self: false });
  await signIn(page, people.vic);
  await openProfile(page);
  await expect(page.getByRole('button', { name: 'Add email address' })).toBeVisible();
  for (const name of ['Add phone number', 'Set username']) await expect(page.getByRole('button', { name })).toBeHidden();
  await press(page, 'Security');
  await expect(page.getByRole('button', { name: 'Update password' })).toBeVisible();
  for (const name of ['Add two-step verification', 'Delete account']) await expect(page.getByRole('button', { name })).toBeHidden();
});

test('a device and then all others are signed out; the account is deleted', async ({ page, visit, host }) => {
  const [lost, elsewhere] = [await visit(people.sam), await visit(people.sam)];
  await signIn(page, people.sam);
  await openProfile(page, 'Security');
  await expect(page.getByText('This device')).toBeVisible();
  await expect(page.getByText('Active devices')).toBeVisible();
  await page.locator('.cl-activeDeviceListItem').last().getByRole('button', { name: 'Open menu' }).click();
  const revoked = page.waitForResponse(response => response.url().includes('/revoke'));
  await page.getByRole('menuitem', { name: 'Sign out of device' }).click();
  expect((await revoked).status()).toBe(200);
  const { data } = (await host.clerk.backend('GET', `/sessions?user_id=${people.sam.id}&status=active&paginated=true`)) as { data: unknown[] };
  expect(data).toHaveLength(2);

  await press(page, 'Update password');
  await page.getByLabel('Current password').fill('local-clerk-demo');
  await page.getByLabel('New password').fill('another-long-password');
  await page.getByLabel('Confirm password').fill('another-long-password');
  await press(page, 'Save');
  await expect(page.getByLabel('Current password')).toBeHidden();
  for (const other of [lost, elsewhere]) {
    await other.goto('/private');
    await expect(other).toHaveURL(/\/sign-in/);
  }

  await press(page, 'Delete account');
  const form = page.locator('form').filter({ hasText: 'permanent and irreversible' });
  await form.getByRole('textbox').fill('Delete account');
  await form.getByRole('button', { name: 'Delete account' }).click();
  await page.waitForURL(url => url.pathname !== '/private');
  const left = await host.clerk.backend('GET', `/users/count?user_id=${people.sam.id}`);
  expect(left.total_count).toBe(0);
});
