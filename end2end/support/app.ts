// What a person does in the app, in the words of the tests.

import { expect, type Browser, type Page } from '@playwright/test';

import { hydrated, signIn } from '../../clerk/end2end/support/person.js';
import type { Person } from './people.js';

export { expectSameDocument, fillSignIn, fillSignUp, hydrated, markDocument, requestCode, signIn, signOut, switchTo } from '../../clerk/end2end/support/person.js';

/** The list of projects, which only a session sees. */
export async function expectProjects(page: Page) {
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
}

/** Signs in at a list of projects and waits until it is there: from then on the session acts in its tenant. */
export async function enter(page: Page, person: Person, list = '/orgs/acme/projects') {
  await signIn(page, person, list);
  await expectProjects(page);
}

/** A page without JavaScript that carries the cookies of a person who signed in with it. */
export async function withoutJavaScript(browser: Browser, person: Person) {
  const withScripts = await browser.newContext({ javaScriptEnabled: true });
  const page = await withScripts.newPage();
  await enter(page, person);
  const cookies = await withScripts.cookies();
  await withScripts.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(cookies);
  return plain.newPage();
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

/** A name no other test uses, so that tests share one database. */
export function unique(name: string) {
  return `${name} ${Math.random().toString(36).slice(2, 8)}`;
}
