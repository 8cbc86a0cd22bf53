// What a person does in the app, in the words of the tests.

import { expect, type Page } from '@playwright/test';

import { password, type Person } from './people.js';

/** Waits until the wasm has taken over the page, so that a click meets a live handler. */
export async function hydrated(page: Page) {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

/** Fills ClerkJS' own form on the page the browser is at, or on /sign-in. */
export async function signIn(page: Page, person: Person, from = '/sign-in') {
  await page.goto(from);
  await page.getByLabel('Email address').fill(person.email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
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

/** Makes a project through the form and returns its id. */
export async function createProject(page: Page, tenant: string, name: string, description = '') {
  await page.goto(`${tenant}/projects/new`);
  await hydrated(page);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Description').fill(description);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

/** A name no other test uses, so that tests share one database. */
export function unique(name: string) {
  return `${name} ${Math.random().toString(36).slice(2, 8)}`;
}
