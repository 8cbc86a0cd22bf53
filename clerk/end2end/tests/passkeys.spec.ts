// Passkeys, by Chromium's own virtual authenticator: it makes the keys and signs with them as a device does.

import type { Page } from '@playwright/test';

import { testOn } from '../support/host.js';
import { people } from '../support/people.js';
import { signIn, signOut } from '../support/person.js';
import { mount } from '../support/team.js';
import { expect } from '../support/test.js';

// ClerkJS says to a program that its device has no passkeys.
const test = testOn({ disguised: true });

async function addAuthenticator(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
}

/** Makes a passkey in the profile, and names it. */
async function addPasskey(page: Page) {
  await page.goto('/');
  await mount(page, 'UserProfile');
  await page.getByRole('tab', { name: 'Security' }).or(page.getByRole('button', { name: 'Security' })).first().click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const list = page.locator('.cl-profileSection__passkeys');
  await list.getByRole('button', { name: 'Open menu' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByLabel('Name of Passkey').fill('Desk');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(list.getByText('Desk')).toBeVisible();
}

test('a passkey is made, named, signs in by itself, and is let go', async ({ page, host }) => {
  await host.clerk.settings({ factors: ['password', 'email_code', 'passkey'], passkey_autofill: false });
  await addAuthenticator(page);
  await signIn(page, people.ada, '/private');
  await addPasskey(page);
  await page.goto('/private');
  await signOut(page);
  await page.goto('/sign-in');
  await page.getByText('Use passkey instead').click();
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
  await page.goto('/private');
  await expect(page.locator('#page')).toContainText(people.ada.id);
  await page.goto('/');
  await mount(page, 'UserProfile');
  await page.getByRole('tab', { name: 'Security' }).or(page.getByRole('button', { name: 'Security' })).first().click();
  const list = page.locator('.cl-profileSection__passkeys');
  await list.getByRole('button', { name: 'Open menu' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(list.getByText('Desk')).toHaveCount(0);
});
