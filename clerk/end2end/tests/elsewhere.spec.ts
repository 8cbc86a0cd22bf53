// Signing in with what others say of a person: a provider, or a company. Pages of the local Clerk stand in for them.

import type { Page } from '@playwright/test';

import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { signOut } from '../support/person.js';
import { mount } from '../support/team.js';
import { expect } from '../support/test.js';

const providers = { social_providers: ['oauth_google', 'oauth_github'] };

/** Fails when anything but this machine is asked. */
function watchHosts(page: Page) {
  const foreign: string[] = [];
  page.on('request', request => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname)) foreign.push(request.url());
  });
  return foreign;
}

/** Goes to the page that stands in for a provider. */
async function goTo(page: Page, name: string, from = '/sign-in') {
  await page.goto(from);
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Local ${name}` })).toBeVisible();
}

async function invent(page: Page, email: string) {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('First name').fill('Grace');
  await page.getByRole('button', { name: 'Continue with this account' }).click();
}

test('a provider signs up somebody new, signs in somebody known, is connected and let go', async ({ page, host }) => {
  const foreign = watchHosts(page);
  await host.clerk.settings(providers);
  // Somebody unknown who meant to sign in is signed up.
  await goTo(page, 'Google');
  await invent(page, 'grace@example.org');
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toContainText('user_');
  await signOut(page);
  // Somebody known who meant to sign up is signed in, and the account is linked by the address.
  await goTo(page, 'Google', '/sign-up');
  await page.getByRole('link', { name: people.ada.email }).click();
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toContainText(people.ada.id);
  // In the profile: Google is there, GitHub is connected and let go.
  await page.goto('/');
  await mount(page, 'UserProfile');
  await expect(page.locator('.cl-profileSection__connectedAccounts').getByText('Google').first()).toBeVisible();
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('menuitem', { name: /GitHub/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Local GitHub' })).toBeVisible();
  await page.getByRole('link', { name: people.ada.email }).click();
  await page.waitForURL('/');
  await mount(page, 'UserProfile');
  const accounts = page.locator('.cl-profileSectionContent__connectedAccounts');
  await expect(accounts.getByText('GitHub').first()).toBeVisible();
  await accounts.getByRole('button', { name: 'Open menu' }).last().click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(accounts.getByText('GitHub')).toHaveCount(0);
  expect(foreign).toEqual([]);
});

test('a company vouches for the addresses of its domain', async ({ page, host }) => {
  const foreign = watchHosts(page);
  await host.clerk.settings({ enterprise_connections: [{ name: 'Corp', domains: ['corp.test'] }] });
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill('boss@corp.test');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Local Corp' })).toBeVisible();
  await expect(page.getByLabel('Email address')).toHaveValue('boss@corp.test');
  await invent(page, 'boss@corp.test');
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toContainText('user_');
  expect(foreign).toEqual([]);
});
