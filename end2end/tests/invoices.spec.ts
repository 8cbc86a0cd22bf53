// Invoices: made, listed, changed and deleted, with JavaScript and without.

import { test, expect } from '../support/test.js';
import { enter, hydrated, withoutJavaScript } from '../support/app.js';
import { people } from '../support/people.js';
import { contested, fromEmptyToDeleted, sortedAndPaged, type Plain } from '../support/plain.js';

const invoices: Plain = {
  path: 'invoices',
  member: 'invoice',
  noun: 'invoice',
  title: 'number',
  fields: [
    { name: 'number', label: 'Number', typed: 'Number', read: 'Number', sent: 'Number' },
    { name: 'amount', label: 'Amount', typed: '1.00', read: '1.00 USD', sent: 100 },
    { name: 'due', label: 'Due', typed: '2026-11-23', read: '23 Nov 2026', sent: '2026-11-23' },
    { name: 'paid', label: 'Paid', typed: 'true', read: 'Yes', sent: true },
    { name: 'customer', label: 'Customer', typed: 'Customer', read: 'Customer', sent: 'Customer' },
  ],
};

test.describe('an invoice', () => {
  test.use({ provoked: [401, 422] });

  test('is made, changed and deleted', async ({ page }) => {
    await enter(page, people.ada);
    await fromEmptyToDeleted(page, invoices, () => hydrated(page));
  });

  test('is made, changed and deleted without JavaScript', async ({ browser }) => {
    const page = await withoutJavaScript(browser, people.ada);
    await fromEmptyToDeleted(page, invoices, async () => {});
    await page.context().close();
  });
});

test('the list is sorted by a column, and read page by page', async ({ page }) => {
  await enter(page, people.ada);
  await sortedAndPaged(page, invoices);
});

test.describe('on top of somebody else’s change', () => {
  test.use({ provoked: [409] });

  test('one is shown what they changed, and decides', async ({ page }) => {
    await enter(page, people.ada);
    await contested(page, invoices);
  });
});

test('a viewer looks, and is offered nothing else', async ({ page }) => {
  await enter(page, people.vic);
  await page.goto('/orgs/acme/invoices');
  await expect(page.getByRole('heading', { level: 1, name: 'Invoices', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'New invoice' })).toHaveCount(0);
});
