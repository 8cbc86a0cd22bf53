// What a person does with projects, in the words of the tests.

import { expect, type Page } from '@playwright/test';

import { headersOf, hydrated } from './app.js';

/** The list of projects, which only a session sees. */
export async function expectProjects(page: Page) {
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
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
