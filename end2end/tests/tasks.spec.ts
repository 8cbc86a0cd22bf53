// The tasks of a project: on its page, without loading it anew, and with the keyboard where it was.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, expectSameDocument, hydrated, markDocument, signIn, unique } from '../support/app.js';
import { people, type Person } from '../support/people.js';
import { apiProject, apiTasks } from '../support/projects.js';

const titles = (page: Page) => page.locator('.task-title');

/** The page of a new project with these tasks, as the person sees it. */
async function projectWith(page: Page, person: Person, tasks: string[]) {
  await enter(page, person);
  const { id } = await apiProject(page, { name: unique('Tasks') });
  await apiTasks(page, id, tasks);
  await page.goto(`/orgs/acme/projects/${id}`);
  await hydrated(page);
  await markDocument(page);
  return id;
}

test('are added, ticked, moved, edited and deleted', async ({ page }) => {
  const id = await projectWith(page, people.ada, []);
  await expect(page.getByText('No tasks.')).toBeVisible();

  await page.getByLabel('New task').fill('Pack <b>');
  await page.getByLabel('Assignee').selectOption(people.mel.name);
  await page.getByRole('button', { name: 'Add task' }).click();
  await expect(titles(page)).toHaveText(['Pack <b>']);
  await expect(page.locator('.task')).toContainText(people.mel.name);
  await expect(page.getByLabel('New task')).toHaveValue('');
  await expect(page.getByLabel('Assignee')).toHaveValue('');
  await page.getByLabel('New task').fill('Fly');
  await page.getByLabel('New task').press('Enter');
  await expect(titles(page)).toHaveText(['Pack <b>', 'Fly']);
  await expect(page.getByLabel('New task')).toBeFocused();
  await expect(page.getByText('0 of 2 done')).toBeVisible();

  const fly = page.getByRole('checkbox', { name: 'Fly' });
  await fly.click();
  await expect(fly).toBeChecked();
  await expect(fly).toBeFocused();
  await expect(page.getByText('1 of 2 done')).toBeVisible();
  await page.getByRole('button', { name: 'Move Fly up' }).press('Enter');
  await expect(titles(page)).toHaveText(['Fly', 'Pack <b>']);
  await expect(page.getByRole('button', { name: 'Move Fly up' })).toBeFocused();
  await expect(fly).toBeChecked();
  await expectSameDocument(page);

  await page.getByRole('link', { name: 'Edit Pack <b>' }).click();
  await expect(page.getByLabel('Assignee')).toHaveValue(people.mel.id);
  await page.getByLabel('Title').fill('Unpack');
  await page.getByLabel('Assignee').selectOption('Nobody');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page).toHaveURL(`/orgs/acme/projects/${id}`);
  await expect(titles(page)).toHaveText(['Fly', 'Unpack']);
  await expect(page.locator('.task')).not.toContainText([people.mel.name]);

  await page.locator('summary[aria-label="Delete Fly"]').click();
  await page.getByRole('button', { name: 'Delete task' }).click();
  await expect(titles(page)).toHaveText(['Unpack']);
  await expect(page.getByRole('button', { name: 'Delete task' })).toHaveCount(0);
  await expectSameDocument(page);
  await page.reload();
  await expect(titles(page)).toHaveText(['Unpack']);
});

test('more than a page of them go on, and who works on the second stays there', async ({ page }) => {
  const numbers = Array.from({ length: 22 }, (_, index) => `Task ${index + 1}`);
  await projectWith(page, people.mel, numbers);
  await expect(titles(page)).toHaveText(numbers.slice(0, 20));
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/\?tasks_after=/);
  await expect(titles(page)).toHaveText(['Task 21', 'Task 22']);
  await page.getByRole('checkbox', { name: 'Task 22' }).click();
  await expect(page.getByRole('checkbox', { name: 'Task 22' })).toBeChecked();
  await expect(page).toHaveURL(/\?tasks_after=/);
  await page.getByRole('button', { name: 'Move Task 21 up' }).click();
  // It stays in sight until it is moved once more.
  await expect(titles(page)).toHaveText(['Task 21', 'Task 20', 'Task 22']);
  await expect(page.getByRole('button', { name: 'Move Task 21 up' })).toBeFocused();
});

test('a question about one task never becomes one about another', async ({ page }) => {
  await projectWith(page, people.ada, ['Keep', 'Drop']);
  await page.locator('summary[aria-label="Delete Keep"]').click();
  await expect(page.getByText('Delete “Keep” for good?')).toBeVisible();
  await page.getByRole('button', { name: 'Move Keep down' }).click();
  await expect(titles(page)).toHaveText(['Drop', 'Keep']);
  await expect(page.locator('details.confirm[open]')).toHaveCount(0);
});

test('several are ticked one right after the other', async ({ page }) => {
  await projectWith(page, people.ada, ['One', 'Two', 'Three']);
  for (const name of ['One', 'Two', 'Three']) await page.getByRole('checkbox', { name }).click();
  await expect(page.getByText('3 of 3 done')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('one added to more than a page of them is said to be at the end', async ({ page }) => {
  await projectWith(page, people.ada, Array.from({ length: 21 }, (_, index) => `Task ${index + 1}`));
  await page.getByLabel('New task').fill('The last');
  await page.getByRole('button', { name: 'Add task' }).click();
  await expect(page.getByText('Added at the end of the list.')).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(titles(page)).toHaveText(['Task 21', 'The last']);
  await expect(page.getByText('Added at the end of the list.')).toHaveCount(0);
});

test.describe('refused', () => {
  test.use({ provoked: [404, 409, 422] });

  test('a change on top of somebody else’s is told, and the list follows', async ({ page, browser }) => {
    const id = await projectWith(page, people.ada, ['Pack']);
    const other = await browser.newPage();
    await signIn(other, people.mel, `/orgs/acme/projects/${id}`);
    await hydrated(other);
    await other.getByRole('checkbox', { name: 'Pack' }).click();
    await expect(other.getByRole('checkbox', { name: 'Pack' })).toBeChecked();
    await other.close();

    await page.getByRole('checkbox', { name: 'Pack' }).click();
    await expect(page.getByRole('alert')).toContainText('Somebody else changed this in between');
    await expect(page.getByRole('checkbox', { name: 'Pack' })).toBeChecked();
    await page.getByRole('checkbox', { name: 'Pack' }).click();
    await expect(page.getByRole('checkbox', { name: 'Pack' })).not.toBeChecked();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('one that somebody else deleted goes, and no error stays', async ({ page }) => {
    const id = await projectWith(page, people.ada, ['Pack', 'Fly']);
    const listed = await page.request.get(`/api/projects/${id}/tasks`);
    const pack = (await listed.json()).tasks[0].id;
    await page.request.delete(`/api/projects/${id}/tasks/${pack}`, { headers: { 'sec-fetch-site': 'same-origin' } });
    await page.getByRole('checkbox', { name: 'Pack' }).click();
    await expect(page.getByRole('alert')).toContainText('Somebody else changed this in between');
    await expect(titles(page)).toHaveText(['Fly']);
    await page.getByRole('checkbox', { name: 'Fly' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('words of a task that somebody else changed are shown beside one’s own', async ({ page }) => {
    const id = await projectWith(page, people.ada, ['Pack']);
    await page.getByRole('link', { name: 'Edit Pack' }).click();
    await page.getByLabel('Title').fill('Mine');
    const listed = await page.request.get(`/api/projects/${id}/tasks`);
    const { id: task, version } = (await listed.json()).tasks[0];
    const headers = { 'sec-fetch-site': 'same-origin' };
    await page.request.patch(`/api/projects/${id}/tasks/${task}`, { headers, data: { title: 'Theirs', version } });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('alert')).toContainText('Somebody else saved this task while you were editing it.');
    await expect(page.getByRole('alert').getByText('Theirs', { exact: true })).toBeVisible();
    await expect(page.getByLabel('Title')).toHaveValue('Mine');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(titles(page)).toHaveText(['Mine']);
  });

  test('a title that says nothing is told at its field', async ({ page }) => {
    await projectWith(page, people.ada, []);
    await page.getByLabel('New task').fill(' ');
    await page.getByRole('button', { name: 'Add task' }).click();
    await expect(page.getByText('Say what there is to do.')).toBeVisible();
    await expect(page.getByLabel('New task')).toBeFocused();
  });
});

test('who may not change the project sees them only', async ({ page, browser }) => {
  const id = await projectWith(page, people.ada, ['Look']);
  const viewer = await browser.newPage();
  await signIn(viewer, people.vic, `/orgs/acme/projects/${id}`);
  await expect(titles(viewer)).toHaveText(['Look']);
  await expect(viewer.getByRole('img', { name: 'Open' })).toBeVisible();
  await expect(viewer.locator('#tasks').getByRole('button')).toHaveCount(0);
  await expect(viewer.locator('#tasks form')).toHaveCount(0);
  const refused = await viewer.request.post(`/api/projects/${id}/tasks`, {
    headers: { 'sec-fetch-site': 'same-origin' },
    data: { title: 'not allowed' },
  });
  expect(refused.status()).toBe(403);
  await viewer.close();
});
