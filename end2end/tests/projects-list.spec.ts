// The list: everything that narrows or orders it stands in the address, so that it can be reloaded, shared and gone back to.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, expectSameDocument, hydrated, markDocument, signIn, unique } from '../support/app.js';
import { people } from '../support/people.js';
import { apiProject } from '../support/projects.js';

const LIST = '/orgs/acme/projects';

const names = (page: Page) => page.locator('.rows .row-link');

/** A word that only the projects of one test have. */
const word = () => unique('w').replace(' ', '');

test('search, owner and order are in the address, and come back with it', async ({ page }) => {
  const common = word();
  await enter(page, people.ada);
  await apiProject(page, { name: `${common} Beta`, owner: people.mel.id });
  await apiProject(page, { name: `${common} Alpha`, description: 'about the moon', colour: 'teal' });
  await page.goto(LIST);
  await hydrated(page);
  await markDocument(page);

  await page.getByLabel('Search').fill(common);
  await page.getByLabel('Search').press('Enter');
  await expect(page).toHaveURL(`${LIST}?search=${common}`);
  await expect(names(page)).toHaveText([`${common} Alpha`, `${common} Beta`]);
  await expect(page.getByLabel('Search')).toBeFocused();

  await page.getByLabel('Sort by').selectOption('Name');
  await expect(page).toHaveURL(`${LIST}?search=${common}&sort=name`);
  await page.getByLabel('Owner').selectOption(people.mel.name);
  await expect(page).toHaveURL(`${LIST}?search=${common}&owner=${people.mel.id}&sort=name`);
  await expect(names(page)).toHaveText([`${common} Beta`]);
  await expect(page.locator('.row')).toContainText(people.mel.name);
  await expectSameDocument(page);

  await page.reload();
  await hydrated(page);
  await expect(page.getByLabel('Owner')).toHaveValue(people.mel.id);
  await expect(names(page)).toHaveText([`${common} Beta`]);
  await page.goBack();
  await expect(page).toHaveURL(`${LIST}?search=${common}&sort=name`);
  await expect(page.getByLabel('Owner')).toHaveValue('');
  await expect(names(page)).toHaveText([`${common} Alpha`, `${common} Beta`]);
});

test('what is typed while a list is on its way stays', async ({ page }) => {
  await enter(page, people.ada);
  await page.goto(LIST);
  await hydrated(page);
  let arrive = () => {};
  const due = new Promise<void>(resolve => { arrive = resolve; });
  await page.route(/\/list_projects/, async route => {
    await due;
    await route.continue();
  });
  const asked = page.waitForRequest(/\/list_projects/);
  await page.getByLabel('Search').fill('first');
  await page.getByLabel('Search').press('Enter');
  await asked;
  await page.getByLabel('Search').fill('second');
  arrive();
  await expect(page.getByRole('link', { name: 'Archived' })).toHaveAttribute('href', /search=first/);
  await expect(page.getByLabel('Search')).toHaveValue('second');
  await expect(page.getByLabel('Search')).toBeFocused();
});

test('every word must be the beginning of one of its own', async ({ page }) => {
  const common = word();
  await enter(page, people.ada);
  await apiProject(page, { name: `${common} Harbour`, description: 'Lighthouse repairs' });
  await page.goto(`${LIST}?search=${common}+light`);
  await expect(names(page)).toHaveText([`${common} Harbour`]);
  await page.goto(`${LIST}?search=${common}+house`);
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await hydrated(page);
  await page.getByRole('link', { name: 'Clear the filters' }).click();
  await expect(page).toHaveURL(LIST);
});

test('archived projects have a list of their own, and a search goes along', async ({ page }) => {
  const common = word();
  await enter(page, people.ada);
  await apiProject(page, { name: `${common} Old`, status: 'archived' });
  const { id } = await apiProject(page, { name: `${common} New` });
  await page.goto(`${LIST}?search=${common}`);
  await hydrated(page);
  await expect(names(page)).toHaveText([`${common} New`]);
  await page.getByRole('link', { name: 'Archived' }).click();
  await expect(page).toHaveURL(`${LIST}?search=${common}&status=archived`);
  await expect(names(page)).toHaveText([`${common} Old`]);

  await page.goto(`${LIST}/${id}/edit`);
  await hydrated(page);
  await page.getByLabel('Status').selectOption('Archived');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Archived', { exact: true })).toBeVisible();
  await page.goto(`${LIST}?search=${common}&status=archived&sort=name`);
  await expect(names(page)).toHaveText([`${common} New`, `${common} Old`]);
});

test('a long list goes on page by page, and another order starts at the first', async ({ page }) => {
  const common = word();
  await enter(page, people.ada);
  const numbers = Array.from({ length: 21 }, (_, index) => String(index + 1).padStart(2, '0'));
  for (const number of numbers) await apiProject(page, { name: `${common} ${number}` });

  await page.goto(`${LIST}?search=${common}&sort=name`);
  await hydrated(page);
  await expect(names(page)).toHaveText(numbers.slice(0, 20).map(number => `${common} ${number}`));
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/&after=/);
  await expect(names(page)).toHaveText([`${common} 21`]);
  await page.reload();
  await hydrated(page);
  await expect(names(page)).toHaveText([`${common} 21`]);

  await page.getByLabel('Sort by').selectOption('Newest first');
  await expect(page).toHaveURL(`${LIST}?search=${common}`);
  await expect(names(page).first()).toHaveText(`${common} 21`);
  await page.goBack();
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(page).toHaveURL(`${LIST}?search=${common}&sort=name`);
});

test('an empty list says why', async ({ page }) => {
  await enter(page, people.sam, '/personal/projects');
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible();
  await page.goto('/personal/projects?status=archived');
  await expect(page.getByRole('heading', { name: 'Nothing archived' })).toBeVisible();
  await page.goto('/personal/projects?status=deleted');
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
});

test.describe('an address that is none', () => {
  test.use({ provoked: [400] });

  test('is told', async ({ page }) => {
    await enter(page, people.ada);
    for (const query of ['status=gone', 'after=nonsense', 'owner=me']) {
      expect((await page.goto(`${LIST}?${query}`))?.status(), query).toBe(400);
      await expect(page.getByRole('heading', { level: 1, name: 'That link is not complete' })).toBeVisible();
    }
    expect((await page.goto(`${LIST}?utm_source=elsewhere&search=&owner=&sort=`))?.status()).toBe(200);
  });
});

test.describe('a key', () => {
  test.use({ provoked: [422] });

  test('is made from the name, can be chosen, and is told when it is taken', async ({ page }) => {
    const key = `K${Math.random().toString(36).slice(2, 8).toUpperCase()}`;
    await signIn(page, people.ada, `${LIST}/new`);
    await hydrated(page);
    await page.getByLabel('Name').fill(unique('Keyed'));
    await page.getByLabel('Key').fill(key.toLowerCase());
    await page.getByTitle('violet').click();
    await expect(page.getByRole('radio', { name: 'violet' })).toBeChecked();
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page.locator('.identity')).toContainText(key);
    await expect(page.locator('.identity .mark')).toHaveAttribute('data-colour', 'violet');

    await page.goto(`${LIST}/new`);
    await hydrated(page);
    await page.getByLabel('Name').fill('The same');
    await page.getByLabel('Key').fill(key);
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page.getByLabel('Key')).toBeFocused();
    await expect(page.getByText('Another project has this key')).toBeVisible();
    await expect(page.getByLabel('Name')).toHaveValue('The same');
  });
});
