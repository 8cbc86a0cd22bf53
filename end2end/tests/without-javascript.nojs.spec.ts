// Signed-in pages read, and forms post, while the browser runs no script. Signing in itself needs ClerkJS.

import { test, expect } from '../support/test.js';
import { unique, withoutJavaScript } from '../support/app.js';
import { people } from '../support/people.js';
import { apiProject, apiTasks } from '../support/projects.js';

test.use({ provoked: [401, 422] });

test('an admin lists, creates, edits and deletes', async ({ browser }) => {
  const page = await withoutJavaScript(browser, people.ada);
  const name = unique('Plain');
  await page.goto('/orgs/acme/projects');
  await page.getByRole('link', { name: 'New project' }).first().click();

  await page.getByLabel('Name').fill(' ');
  await page.getByLabel('Description').fill('typed before');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Description')).toHaveValue('typed before');

  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill(`${name} II`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} II` })).toBeVisible();

  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete project' }).click();
  await expect(page).toHaveURL(/\/orgs\/acme\/projects$/);
  await expect(page.getByText(`${name} II`)).toHaveCount(0);
  await page.context().close();
});

test('a list is searched, filtered and sorted', async ({ browser }) => {
  const page = await withoutJavaScript(browser, people.ada);
  const name = unique('Plain').replace(' ', '');
  await apiProject(page, { name: `${name} B` });
  await apiProject(page, { name: `${name} A`, owner: people.mel.id });
  await page.goto('/orgs/acme/projects');
  await page.getByLabel('Search').fill(name);
  await page.getByLabel('Sort by').selectOption('Name');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.locator('.row-link')).toHaveText([`${name} A`, `${name} B`]);
  await page.getByLabel('Owner').selectOption(people.mel.name);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.locator('.row-link')).toHaveText([`${name} A`]);
  await expect(page.getByLabel('Sort by')).toHaveValue('name');
  await page.context().close();
});

test('tasks are added, ticked, moved, edited and deleted', async ({ browser }) => {
  const page = await withoutJavaScript(browser, people.mel);
  const { id } = await apiProject(page, { name: unique('Plain tasks') });
  await apiTasks(page, id, ['Pack']);
  const titles = page.locator('.task-title');
  await page.goto(`/orgs/acme/projects/${id}`);
  await page.getByLabel('New task').fill(' ');
  await page.getByLabel('Assignee').selectOption(people.ada.name);
  await page.getByRole('button', { name: 'Add task' }).click();
  await expect(page.getByText('Say what there is to do.')).toBeVisible();
  await expect(page.getByLabel('Assignee')).toHaveValue(people.ada.id);
  await page.getByLabel('New task').fill('Fly');
  await page.getByRole('button', { name: 'Add task' }).click();
  await expect(titles).toHaveText(['Pack', 'Fly']);

  await page.getByRole('checkbox', { name: 'Fly' }).click();
  await expect(page.getByRole('checkbox', { name: 'Fly' })).toBeChecked();
  await page.getByRole('button', { name: 'Move Fly up' }).click();
  await expect(titles).toHaveText(['Fly', 'Pack']);
  await page.getByRole('link', { name: 'Edit Pack' }).click();
  await page.getByLabel('Title').fill('Unpack');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(titles).toHaveText(['Fly', 'Unpack']);
  await page.locator('summary[aria-label="Delete Fly"]').click();
  await page.getByRole('button', { name: 'Delete task' }).locator('visible=true').click();
  await expect(titles).toHaveText(['Unpack']);
  await expect(page).toHaveURL(`/orgs/acme/projects/${id}`);
  await page.context().close();
});

test('a deleted project is restored, and all of it can be read', async ({ browser }) => {
  const page = await withoutJavaScript(browser, people.ada);
  const name = unique('Plain phoenix');
  const { id } = await apiProject(page, { name });
  await page.goto(`/orgs/acme/projects/${id}/delete`);
  await page.getByRole('button', { name: 'Delete project' }).click();
  await page.getByRole('link', { name: 'Deleted' }).click();
  await page.getByRole('button', { name: `Restore ${name}` }).click();
  await expect(page).toHaveURL(`/orgs/acme/projects/${id}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.goto('/orgs/acme/activity');
  await expect(page.locator('.trail').first()).toContainText(`restored the project ${name}`);
  await page.context().close();
});

test('what was typed while the session ran out is kept', async ({ browser }) => {
  const page = await withoutJavaScript(browser, people.ada);
  const name = unique('Plain "late"');
  await page.goto('/orgs/acme/projects/new');
  await page.getByLabel('Name').fill(name);
  await page.context().clearCookies({ name: /^__session/ });
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: 'Not sent yet' })).toBeVisible();

  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Open the page in a new tab' }).click();
  const tab = await opened;
  await expect(tab.getByRole('button', { name: 'Create project' })).toBeVisible();
  await tab.close();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.context().close();
});

test('the landing page reads', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});

for (const [path, form] of [['/sign-in', 'sign-in'], ['/sign-up', 'sign-up']]) {
  test(`${path} says that its form needs JavaScript`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(path!);
    await expect(page.getByText(`The ${form} form needs JavaScript`)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Load again' })).toBeVisible();
    await context.close();
  });
}
