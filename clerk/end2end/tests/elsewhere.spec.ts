// Signing in with what a company says of a person. A page of the local Clerk stands in for it.

import type { Page } from '@playwright/test';

import { test } from '../support/host.js';
import { expect } from '../support/test.js';

/** Fails when anything but this machine is asked. */
function watchHosts(page: Page) {
  const foreign: string[] = [];
  page.on('request', request => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname)) foreign.push(request.url());
  });
  return foreign;
}

async function invent(page: Page, email: string) {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('First name').fill('Grace');
  await page.getByRole('button', { name: 'Continue with this account' }).click();
}

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
