// The audit trail, in words: who did what, what changed, and who was refused.

import { test, expect } from '../support/test.js';
import { enter, hydrated, unique } from '../support/app.js';
import { people } from '../support/people.js';
import { apiDelete, apiProject, apiTasks } from '../support/projects.js';

test('tells what was done, with the values before and after', async ({ page }) => {
  const name = unique('Traced');
  await enter(page, people.ada);
  const { id } = await apiProject(page, { name });
  await apiTasks(page, id, [`Step of ${name}`]);
  await page.goto(`/orgs/acme/projects/${id}/edit`);
  await hydrated(page);
  await page.getByLabel('Name').fill(`${name} II`);
  await page.getByLabel('Owner').selectOption(people.mel.name);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} II` })).toBeVisible();

  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page).toHaveURL('/orgs/acme/activity');
  const line = (text: string) => page.locator('.trail').filter({ has: page.getByText(text) });
  await expect(page.locator('.trail').filter({ hasText: `created the task Step of ${name}` })).toContainText(people.ada.name);
  await expect(page.locator('.trail').filter({ hasText: `created the project ${name}` }).last()).toBeVisible();
  const changed = page.locator('.trail').filter({ hasText: `changed the project ${name} II` });
  await changed.getByText('2 fields changed').click();
  await expect(changed.getByText(people.ada.name).last()).toBeVisible();
  await expect(changed.locator('ins')).toHaveText([`${name} II`, people.mel.name]);
  await line(`${name} II`).first().getByRole('link', { name: `${name} II` }).click();
  await expect(page).toHaveURL(`/orgs/acme/projects/${id}`);

  await apiDelete(page, id);
  await page.goto('/orgs/acme/activity');
  const deleted = page.locator('.trail').filter({ hasText: `deleted the project ${name} II` });
  await expect(deleted).toBeVisible();
  await expect(deleted.getByRole('link')).toHaveCount(0);
});

test('marks what was refused, and is read page by page', async ({ page }) => {
  await enter(page, people.vic);
  const refused = await page.request.post('/api/projects', {
    headers: { 'sec-fetch-site': 'same-origin' },
    data: { name: 'not allowed' },
  });
  expect(refused.status()).toBe(403);
  await page.goto('/orgs/acme/activity');
  await hydrated(page);
  const first = page.locator('.trail').first();
  await expect(first).toContainText(`${people.vic.name} tried to create a project`);
  await expect(first).toContainText('Refused');
  await expect(first.getByRole('link')).toHaveCount(0);
});

test('goes back in time page by page, each tenant its own', async ({ page }) => {
  const name = unique('Alone');
  await enter(page, people.vic, '/personal/projects');
  await page.goto('/personal/activity');
  await expect(page.getByRole('heading', { name: 'Nothing yet' })).toBeVisible();
  const { id } = await apiProject(page, { name });
  await apiTasks(page, id, Array.from({ length: 20 }, (_, index) => `Task ${index + 1}`));
  await page.goto('/personal/activity');
  await hydrated(page);
  await expect(page.locator('.trail')).toHaveCount(20);
  await expect(page.locator('.trail').first()).toContainText('created the task Task 20');
  await page.getByRole('link', { name: 'Earlier' }).click();
  await expect(page).toHaveURL(/\/personal\/activity\?after=/);
  await expect(page.locator('.trail')).toHaveCount(1);
  await expect(page.locator('.trail')).toContainText(`created the project ${name}`);
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(page).toHaveURL('/personal/activity');
});
