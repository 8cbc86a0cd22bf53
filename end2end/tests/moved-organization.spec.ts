// The organization's slug is changed while its pages are open: they go along, and what led there leads on.

import type { Page } from '@playwright/test';

import { movedPort } from '../support/addresses.js';
import { enter, expectSameDocument, hydrated, markDocument } from '../support/app.js';
import { testOn } from '../support/own-server.js';
import { people } from '../support/people.js';
import { expect } from '../support/test.js';

const test = testOn(movedPort);
// Strangers, and the functions of a page that stands at an old address for a moment.
test.use({ provoked: [404] });

/** Changes the slug in Clerk's own window. */
async function changeSlug(page: Page, slug: string) {
  await page.getByRole('button', { name: 'Open organization switcher' }).click();
  await page.getByRole('menuitem', { name: 'Manage' }).or(page.getByRole('button', { name: 'Manage' })).first().click();
  await page.getByRole('button', { name: 'Update profile' }).click();
  await page.getByLabel('Slug').fill(slug);
  await page.getByRole('button', { name: 'Save' }).click();
}

const expectActivity = (page: Page) => expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();

test('the open page goes along, and every old address leads on', async ({ page, browser }) => {
  await enter(page, people.ada, '/orgs/acme/activity');
  await hydrated(page);
  await markDocument(page);
  await changeSlug(page, 'acme-two');
  await expect(page).toHaveURL('/orgs/acme-two/activity');
  await expectSameDocument(page);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await expectActivity(page);
  await expect(page).toHaveURL('/orgs/acme-two/activity');

  await page.reload();
  await expectActivity(page);
  await page.goto('/orgs/acme/activity?from=before');
  await expect(page).toHaveURL('/orgs/acme-two/activity?from=before');
  await expectActivity(page);
  // From another tenant too, and by the history of the browser.
  await page.goto('/personal/activity');
  await expectActivity(page);
  await page.goto('/orgs/acme/activity');
  await expect(page).toHaveURL('/orgs/acme-two/activity');

  // In one document: nothing but the server knows the old address.
  await page.goto('/personal/activity');
  await hydrated(page);
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '/orgs/acme/activity';
    document.querySelector('main')!.append(link);
    link.click();
  });
  await expect(page).toHaveURL('/orgs/acme-two/activity');
  await expectActivity(page);

  const stranger = await (await browser.newContext()).newPage();
  await enter(stranger, people.sam, '/orgs/globex/activity');
  const old = await stranger.goto('/orgs/acme/activity');
  expect(old!.status()).toBe(404);
  await expect(stranger).toHaveURL('/orgs/acme/activity');
  await stranger.context().close();
});
