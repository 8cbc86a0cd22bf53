// Projects: made, changed, deleted, and kept apart by tenant and role.

import { test, expect } from '../support/test.js';
import { enter, hydrated, signIn, switchTo, unique } from '../support/app.js';
import { people } from '../support/people.js';
import { apiChange, apiProject, createProject } from '../support/projects.js';

test.describe('an admin', () => {
  test('creates, edits and deletes a project', async ({ page }) => {
    const name = unique('Apollo');
    await signIn(page, people.ada, '/orgs/acme/projects');
    await createProject(page, '/orgs/acme', name, 'To the moon & back <b>today</b>');
    await expect(page.getByText('To the moon & back <b>today</b>')).toBeVisible();

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill(`${name} II`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('heading', { level: 1, name: `${name} II` })).toBeVisible();

    await page.getByRole('link', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete project' }).click();
    await expect(page).toHaveURL(/\/orgs\/acme\/projects$/);
    await expect(page.getByText(`${name} II`)).toHaveCount(0);
  });

  test.describe('with a wrong form', () => {
    test.use({ provoked: [422] });

    test('is told at the field, and keeps what was typed', async ({ page }) => {
      await signIn(page, people.ada, '/orgs/acme/projects/new');
      await hydrated(page);
      await page.getByLabel('Name').fill('   ');
      await page.getByLabel('Description').fill('kept');
      await page.getByRole('button', { name: 'Create project' }).click();
      await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByLabel('Description')).toHaveValue('kept');
    });
  });

  test.describe('on top of somebody else’s change', () => {
    test.use({ provoked: [409] });

    test('is shown what they changed, keeps what was typed, and decides', async ({ page }) => {
      const name = unique('Contested');
      await enter(page, people.ada);
      const { id, version } = await apiProject(page, { name, description: 'first' });
      await page.goto(`/orgs/acme/projects/${id}/edit`);
      await hydrated(page);
      await page.getByLabel('Description').fill('mine');
      await apiChange(page, id, { name: `${name} II`, description: 'first', version });

      await page.getByRole('button', { name: 'Save changes' }).click();
      const note = page.getByRole('alert');
      await expect(note).toBeFocused();
      await expect(note.locator('dt')).toHaveText(['Their name', 'Saved']);
      await expect(note.locator('dd').first()).toHaveText(`${name} II`);
      await expect(page.getByLabel('Description')).toHaveValue('mine');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await expect(page.getByText('mine', { exact: true })).toBeVisible();
    });
  });

  test('switches organization and sees only that one', async ({ page }) => {
    const name = unique('Acme only');
    await signIn(page, people.ada, '/orgs/acme/projects');
    await createProject(page, '/orgs/acme', name);
    await page.goto('/orgs/acme/projects');
    await expect(page.getByRole('link', { name })).toBeVisible();
    await hydrated(page);
    await switchTo(page, 'Globex');
    await expect(page).toHaveURL(/\/orgs\/globex\/projects$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
    await expect(page.getByText(name)).toHaveCount(0);
  });
});

test('a member creates and edits, and may delete only what they made', async ({ page, browser }) => {
  const adas = unique('Of Ada');
  const admin = await browser.newPage();
  await signIn(admin, people.ada, '/orgs/acme/projects');
  const id = await createProject(admin, '/orgs/acme', adas);
  await admin.close();

  await signIn(page, people.mel, `/orgs/acme/projects/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: adas })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Delete' })).toHaveCount(0);
  const refused = await page.request.delete(`/api/projects/${id}`, { headers: { 'sec-fetch-site': 'same-origin' } });
  expect([403, 404]).toContain(refused.status());

  await createProject(page, '/orgs/acme', unique('Of Mel'));
  await expect(page.getByRole('link', { name: 'Delete' })).toBeVisible();
});

test('a viewer reads and is refused every write', async ({ page }) => {
  await signIn(page, people.vic, '/orgs/acme/projects');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'New project' })).toHaveCount(0);
  const refused = await page.request.post('/api/projects', {
    headers: { 'sec-fetch-site': 'same-origin' },
    data: { name: 'not allowed' },
  });
  expect(refused.status()).toBe(403);
});

test.describe('a stranger', () => {
  test.use({ provoked: [404] });

  test('gets the same 404 for another organization as for none', async ({ page, browser }) => {
    const admin = await browser.newPage();
    await signIn(admin, people.ada, '/orgs/acme/projects');
    const id = await createProject(admin, '/orgs/acme', unique('Secret'));
    await admin.close();

    await signIn(page, people.sam, '/orgs/globex/projects');
    for (const path of ['/orgs/acme/projects', `/orgs/acme/projects/${id}`, `/orgs/globex/projects/${id}`, '/orgs/no-such/projects']) {
      const response = await page.goto(path);
      expect(response?.status(), path).toBe(404);
      await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    }
    expect((await page.request.get(`/api/projects/${id}`)).status()).toBe(404);
  });
});

test('the personal account is a tenant of its own', async ({ page }) => {
  const name = unique('Mine');
  await signIn(page, people.mel, '/personal/projects');
  await createProject(page, '/personal', name);
  await page.goto('/orgs/acme/projects');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
});
