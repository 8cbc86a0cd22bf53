// What a person does in the app, in the words of the tests.

import { expect, type Page } from '@playwright/test';

import { password, type Person } from './people.js';

/** Waits until the wasm has taken over the page, so that a click meets a live handler. */
export async function hydrated(page: Page) {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

/** The list of projects, which only a session sees. */
export async function expectProjects(page: Page) {
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
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

/** Signs in at a list of projects and waits until it is there: from then on the session acts in its tenant. */
export async function enter(page: Page, person: Person, list = '/orgs/acme/projects') {
  await signIn(page, person, list);
  await expectProjects(page);
}

/** Fills ClerkJS' form as somebody new, up to the code. */
export async function requestCode(page: Page) {
  await page.goto('/sign-up');
  await page.getByLabel('Email address').fill(`new${Date.now()}+clerk_test@example.com`);
  const chosen = page.getByLabel('Password', { exact: true });
  await chosen.fill('a-long-local-password');
  // By the keyboard: what Clerk says of the password moves the button from under a pointer.
  await chosen.press('Enter');
}

/** Fills ClerkJS' form as somebody new, the code from the e-mail included. */
export async function fillSignUp(page: Page) {
  await requestCode(page);
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

/** What a page of this very site asks, for the tenant that the page is of: of another one nothing is answered. */
export function headersOf(page: Page) {
  const tenant = /^\/(personal|orgs\/[^/]+)/.exec(new URL(page.url()).pathname)?.[0];
  return { 'sec-fetch-site': 'same-origin', ...(tenant ? { 'x-tenant': tenant } : {}) };
}

/** Makes a project over the API as whoever is signed in, in their active organization, and returns it. */
export async function apiProject(page: Page, fields: Record<string, unknown>) {
  const answer = await page.request.post('/api/projects', { headers: headersOf(page), data: fields });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).project as { id: string; version: number };
}

/** Makes tasks of a project over the API, one after the other. */
export async function apiTasks(page: Page, project: string, titles: string[]) {
  for (const title of titles) {
    const answer = await page.request.post(`/api/projects/${project}/tasks`, { headers: headersOf(page), data: { title } });
    expect(answer.status(), await answer.text()).toBe(201);
  }
}

/** Changes a project over the API. */
export async function apiChange(page: Page, project: string, fields: Record<string, unknown>) {
  const answer = await page.request.patch(`/api/projects/${project}`, { headers: headersOf(page), data: fields });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Deletes a project over the API. */
export async function apiDelete(page: Page, project: string) {
  const answer = await page.request.delete(`/api/projects/${project}`, { headers: headersOf(page) });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Marks the document, to see later that it was not loaded anew. */
export async function markDocument(page: Page) {
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
}

/** Whether the page still is the marked document. */
export async function expectSameDocument(page: Page) {
  await expect(page.locator('html[data-same-document]')).toBeAttached();
}

/** A name no other test uses, so that tests share one database. */
export function unique(name: string) {
  return `${name} ${Math.random().toString(36).slice(2, 8)}`;
}
