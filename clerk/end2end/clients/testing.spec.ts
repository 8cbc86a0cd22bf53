// @clerk/testing as its documentation uses it, with each way to sign in that it knows.

import { test } from '../support/host.js';
import { password, people } from '../support/people.js';
import { expect } from '../support/test.js';
import { load } from './packages.js';

test('@clerk/testing sets itself up and signs in by password, codes and ticket', async ({ page, host }) => {
  const { clerk, clerkSetup } = load('@clerk/testing/playwright');
  const keys = await host.clerk.keys();
  Object.assign(process.env, {
    CLERK_PUBLISHABLE_KEY: keys.publishable_key,
    CLERK_SECRET_KEY: keys.secret_key,
    CLERK_API_URL: host.clerkAddress,
  });
  await clerkSetup();
  expect(process.env.CLERK_TESTING_TOKEN).toBeTruthy();

  await host.clerk.settings({ factors: ['password', 'email_code', 'phone_code'] });
  await host.clerk.backend('POST', '/phone_numbers', { user_id: people.ada.id, phone_number: '+15555550101', verified: true });
  const { token } = await host.clerk.backend('POST', '/sign_in_tokens', { user_id: people.ada.id });
  for (const signInParams of [
    { strategy: 'password', identifier: people.ada.email, password },
    { strategy: 'email_code', identifier: people.ada.email },
    { strategy: 'phone_code', identifier: '+15555550101' },
    { strategy: 'ticket', ticket: token },
  ]) {
    await page.goto('/');
    await clerk.signIn({ page, signInParams });
    await page.goto('/private');
    await expect(page.locator('#page')).toContainText(people.ada.id);
    await clerk.signOut({ page });
    await page.goto('/');
    await expect(page.getByText('Nobody is signed in.')).toBeVisible();
  }
});
