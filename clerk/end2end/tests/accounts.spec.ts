// Several accounts in one browser, and proving again who one is.

import { test } from '../support/host.js';
import { password, people } from '../support/people.js';
import { signIn } from '../support/person.js';
import { mount } from '../support/team.js';
import { expect } from '../support/test.js';

test('a second account is added, chosen, and left alone when the first one leaves', async ({ page, host }) => {
  await host.clerk.settings({ single_session: false });
  await signIn(page, people.ada, '/private');
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText('Add account').click();
  await page.getByLabel('Email address').fill(people.mel.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.locator('#page')).toContainText(people.mel.id);
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText(people.ada.name).click();
  await expect(page.locator('#page')).toContainText(people.ada.id);
});

test.describe('a proof that is old', () => {
  // The tokens of that time are over, too.
  test.use({ provoked: [401, 403] });

  test('is asked for anew by a sensitive change', async ({ page, host }) => {
    await host.clerk.settings({ reverification: true, clock_offset_ms: -11 * 60_000 });
    await signIn(page, people.ada);
    await host.clerk.settings({ clock_offset_ms: 0 });
    await page.goto('/');
    await mount(page, 'UserProfile');
    await page.getByText('Add email address').click();
    await page.getByLabel('Email address').fill('more+clerk_test@example.com');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await expect(page.getByText('more+clerk_test@example.com').first()).toBeVisible();
  });
});
