// Invoices: made, listed, changed and deleted, with JavaScript and without.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, headersOf, hydrated, unique, withoutJavaScript } from '../support/app.js';
import { people } from '../support/people.js';

const list = '/orgs/acme/invoices';

async function fill(page: Page, number: string) {
  await page.getByLabel('Number').fill(number);
  await page.getByLabel('Amount').fill('1234.50');
  await page.getByLabel('Due').fill('2026-11-23');
  await page.getByLabel('Paid').check();
  await page.getByLabel('Customer').fill('Customer');
}

/** Makes an invoice over the API, for the tenant of the page. */
async function made(page: Page, fields: Record<string, unknown>) {
  const invoice = { number: 'Number', amount: 100, due: '2026-11-23', paid: true, customer: 'Customer', ...fields };
  const answer = await page.request.post('/api/invoices', { headers: headersOf(page), data: invoice });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).invoice as { id: string; version: number };
}

async function fromEmptyToDeleted(page: Page, ready: () => Promise<void>) {
  const number = unique('Invoice');
  await page.goto(list);
  await ready();
  await page.getByRole('link', { name: 'New invoice' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New invoice' })).toBeVisible();
  await fill(page, number);
  await page.getByLabel('Amount').fill('much');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByLabel('Amount')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Number')).toHaveValue(number);
  await expect(page.getByLabel('Paid')).toBeChecked();

  await page.getByLabel('Amount').fill('1234.50');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
  await expect(page.locator('.facts-main dd')).toHaveText([number, '1,234.50 USD', '23 Nov 2026', 'Yes', 'Customer']);

  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Number')).toHaveValue(number);
  await page.getByLabel('Paid').uncheck();
  await page.getByLabel('Customer').fill('');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.locator('.facts-main dd').nth(3)).toHaveText('No');

  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('link', { name: 'Keep it' }).click();
  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page).toHaveURL(new RegExp(`${list}$`));
  await expect(page.getByText(number)).toHaveCount(0);
}

test.describe('an invoice', () => {
  test.use({ provoked: [401, 422] });

  test('is made, changed and deleted', async ({ page }) => {
    await enter(page, people.ada);
    await fromEmptyToDeleted(page, () => hydrated(page));
  });

  test('is made, changed and deleted without JavaScript', async ({ browser }) => {
    const page = await withoutJavaScript(browser, people.ada);
    await fromEmptyToDeleted(page, async () => {});
    await page.context().close();
  });
});

test('the list is sorted by a column, and read page by page', async ({ page }) => {
  await enter(page, people.ada, '/personal/projects');
  for (let at = 0; at < 21; at += 1) {
    await made(page, { number: `Sorted ${String(at).padStart(2, '0')}`, amount: at % 2 });
  }
  await page.goto('/personal/invoices');
  await hydrated(page);
  const numbers = page.locator('tbody .row-link');
  await page.getByRole('link', { name: 'Number' }).click();
  await expect(page.getByRole('columnheader', { name: 'Number' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(numbers.first()).toHaveText('Sorted 00');
  await page.getByRole('link', { name: 'Number' }).click();
  await expect(numbers.first()).toHaveText('Sorted 20');
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(numbers).toHaveText(['Sorted 00']);
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(numbers).toHaveCount(20);
});

test.describe('on top of somebody else’s change', () => {
  test.use({ provoked: [409] });

  test('one is shown what they changed, and decides', async ({ page }) => {
    await enter(page, people.ada);
    const number = unique('Contested');
    const { id, version } = await made(page, { number });
    await page.goto(`${list}/${id}/edit`);
    await hydrated(page);
    const data = { number: `${number} II`, version };
    const answer = await page.request.patch(`/api/invoices/${id}`, { headers: headersOf(page), data });
    expect(answer.status()).toBe(200);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('alert').locator('dd').first()).toHaveText(`${number} II`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('heading', { level: 1, name: number, exact: true })).toBeVisible();
  });
});

test('a viewer looks, and is offered nothing else', async ({ page }) => {
  await enter(page, people.vic);
  await page.goto(list);
  await expect(page.getByRole('heading', { level: 1, name: 'Invoices' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'New invoice' })).toHaveCount(0);
});
