// What a person does with Clerk's own forms and menus.

import { expect, type Page } from '@playwright/test';

import { password, type Person } from './people.js';

/** Waits until the wasm has taken over the page, so that a click meets a live handler. */
export async function hydrated(page: Page) {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

/** Fills ClerkJS' own form, on a page that leads to it. */
export async function fillSignIn(page: Page, person: Person, from = '/sign-in') {
  await page.goto(from);
  await page.getByLabel('Email address').fill(person.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** Signs in, on a page that leads to ClerkJS' form. */
export async function signIn(page: Page, person: Person, from = '/sign-in') {
  await fillSignIn(page, person, from);
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
}

/** An address that nobody has. */
export const newAddress = () => `new${Date.now()}+clerk_test@example.com`;

/** Fills ClerkJS' form as somebody new, up to the code. */
export async function requestCode(page: Page, email = newAddress()) {
  await page.goto('/sign-up');
  await page.getByLabel('Email address').fill(email);
  const chosen = page.getByLabel('Password', { exact: true });
  await chosen.fill('a-long-local-password');
  // By the keyboard: what Clerk says of the password moves the button from under a pointer.
  await chosen.press('Enter');
}

/** Fills ClerkJS' form as somebody new, the code from the e-mail included. */
export async function fillSignUp(page: Page, email = newAddress()) {
  await requestCode(page, email);
  await page.getByLabel(/verification code/i).first().pressSequentially('424242');
}

/** Signs out through ClerkJS' user button. */
export async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText('Sign out', { exact: true }).click();
  await page.waitForURL('/');
}

/** Switches the active organization through ClerkJS' organization switcher. */
export async function switchTo(page: Page, name: string) {
  await page.getByRole('button', { name: 'Open organization switcher' }).click();
  await page.getByRole('group', { name: 'List of all accounts' }).getByRole('button', { name }).click();
}

/** Marks the document, to see later that it was not loaded anew. */
export async function markDocument(page: Page) {
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
}

/** Whether the page still is the marked document. */
export async function expectSameDocument(page: Page) {
  await expect(page.locator('html[data-same-document]')).toBeAttached();
}
