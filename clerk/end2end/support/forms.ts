// Clerk's forms, step by step: what people type into them where more than an address and a password is asked.

import { expect, type Page } from '@playwright/test';

import { password } from './people.js';

/** The code that numbers and addresses for tests take. */
export const CODE = '424242';

export const proceed = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click();

export async function typeCode(page: Page, code = CODE) {
  await page.getByLabel(/verification code/i).first().pressSequentially(code);
}

/** Gives an address or a name, in the form that asks for it under that label. */
export async function identify(page: Page, label: string | RegExp, text: string) {
  await page.goto('/sign-in');
  await page.getByLabel(label).fill(text);
  await proceed(page);
}

export async function typePassword(page: Page, text = password) {
  await page.getByLabel('Password', { exact: true }).fill(text);
  await proceed(page);
}

/** The first factor of somebody: address and password. */
export async function begin(page: Page, email: string, text = password) {
  await identify(page, /^Email address/, email);
  await typePassword(page, text);
}

/** Signed in, with nothing left to do. */
export async function expectSignedIn(page: Page) {
  await expect(page).toHaveURL('/private');
  await expect(page.getByRole('heading', { level: 1, name: 'Private' })).toBeVisible();
}

/** Nobody is signed in in this browser any more. */
export async function leave(page: Page) {
  await page.evaluate(() => void (window as unknown as { Clerk: { signOut: () => Promise<void> } }).Clerk.signOut());
  await page.waitForURL('/');
  await expect(page.getByText('Nobody is signed in.')).toBeVisible();
}
