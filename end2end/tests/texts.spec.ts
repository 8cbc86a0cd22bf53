// Texts of every script: read right beside ours, found however they are spelled, and something to be seen.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, hydrated, unique } from '../support/app.js';
import { people } from '../support/people.js';
import { apiProject, apiTasks } from '../support/projects.js';

const LIST = '/orgs/acme/projects';

/** The direction that an element gives to its text, and whether it keeps it to itself. */
const direction = (page: Page, selector: string) =>
  page.locator(selector).first().evaluate(element => {
    const { direction, unicodeBidi } = getComputedStyle(element);
    return `${direction} ${unicodeBidi}`;
  });

test('a name from right to left moves nothing beside it', async ({ page }) => {
  const word = unique('שלום');
  await enter(page, people.ada);
  const { id } = await apiProject(page, { name: word, description: `${word}\nLeft to right`, key: `R${Date.now() % 1e9}` });
  await apiTasks(page, id, [`${word}!`]);

  await page.goto(`${LIST}?search=${encodeURIComponent(word)}`);
  await expect(page.locator('.row-link')).toHaveText([word]);
  expect(await direction(page, '.row-link')).toBe('rtl isolate');
  expect(await direction(page, '.row-text')).toBe('rtl isolate');

  await page.goto(`${LIST}/${id}`);
  expect(await direction(page, 'h1 bdi')).toBe('rtl isolate');
  expect(await direction(page, '.breadcrumbs [aria-current]')).toBe('rtl isolate');
  expect(await direction(page, '.task-title')).toBe('rtl isolate');
  expect(await direction(page, 'p.prose')).toBe('rtl plaintext');
  await expect(page).toHaveTitle(new RegExp(`^\u2068${word}\u2069 · `));

  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Delete ${word}?` })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^Delete \u2068${word}\u2069\\? · `));
});

test('a family of emoji stays one', async ({ page }) => {
  const name = `${unique('Family')} 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿`;
  await enter(page, people.ada);
  const { id } = await apiProject(page, { name });
  await page.goto(`${LIST}/${id}`);
  await expect(page.locator('h1')).toHaveText(name);
});

test('spellings find each other, and words inside of texts without spaces', async ({ page }) => {
  const common = unique('Café').replace(' ', '');
  await enter(page, people.ada);
  await apiProject(page, { name: `${common} 机器学习训练平台` });
  for (const search of [common.toUpperCase().replace('É', 'E'), `${common} 训练`, `${common.normalize('NFD')} 学`]) {
    await page.goto(`${LIST}?search=${encodeURIComponent(search)}`);
    await expect(page.locator('.row-link')).toHaveText([`${common} 机器学习训练平台`]);
  }
});

test('a search without a word in it finds nothing and says so', async ({ page }) => {
  await enter(page, people.ada);
  await apiProject(page, { name: unique('There is one') });
  await page.goto(LIST);
  await hydrated(page);
  for (const search of ['%', '++', '🛰']) {
    await page.getByLabel('Search').fill(search);
    await page.getByLabel('Search').press('Enter');
    await expect(page).toHaveURL(`${LIST}?${new URLSearchParams({ search })}`);
    // The address changes at once; the list that is seen is of this search when its tabs are.
    await expect(page.getByRole('link', { name: 'Archived' })).toHaveAttribute('href', new RegExp(`search=${encodeURIComponent(search)}`));
    await expect(page.getByRole('heading', { name: 'Nothing to look for' })).toBeVisible();
    await expect(page.locator('.row')).toHaveCount(0);
  }
  await page.getByRole('link', { name: 'Clear the filters' }).click();
  await expect(page.locator('.row').first()).toBeVisible();
});

test('a search of many words says that it looked for the first ones', async ({ page }) => {
  const common = unique('Long').replace(' ', '');
  await enter(page, people.ada);
  await apiProject(page, { name: `${common} b c d e f g h` });
  await page.goto(`${LIST}?search=${common}+b+c+d+e+f+g+h`);
  await expect(page.getByText('only its first words')).toHaveCount(0);
  await page.goto(`${LIST}?search=${common}+b+c+d+e+f+g+h+x`);
  await expect(page.getByText('This search is long: only its first words were looked for.')).toBeVisible();
  await expect(page.locator('.row-link')).toHaveText([`${common} b c d e f g h`]);
});

test.describe('a name that', () => {
  test.use({ provoked: [422] });

  for (const [what, name, message] of [
    ['shows nothing', '\u200b\u3164', 'Give the project a name.'],
    ['turns what stands beside it', 'evil\u202ename', 'turns the direction of text'],
  ] as const) {
    test(`${what} is refused at its field`, async ({ page }) => {
      await enter(page, people.ada);
      await page.goto(`${LIST}/new`);
      await hydrated(page);
      await page.getByLabel('Name').fill(name);
      await page.getByRole('button', { name: 'Create project' }).click();
      await expect(page.getByText(message)).toBeVisible();
      await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
    });
  }
});
