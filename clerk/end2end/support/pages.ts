// The host's pages, in the words of the tests.

import { expect, type Page } from '@playwright/test';

import { hydrated } from './person.js';
import type { Person } from './people.js';

/** The page for whoever is signed in: it says who, and so does the server when it is asked anew. */
export async function expectPrivate(page: Page, person: Person) {
  await expect(page.getByRole('heading', { level: 1, name: 'Private' })).toBeVisible();
  await expectFacts(page, person);
}

/** Who is signed in, by the page's own state, by the server that rendered it, and by the server just now. */
export async function expectFacts(page: Page, person: Person, organization = '') {
  await hydrated(page);
  const facts = `${person.id} ${organization}`.trim();
  await expect(page.locator('#page')).toHaveText(facts);
  await expect(page.locator('#server')).toHaveText(facts);
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.locator('#again')).toHaveText(facts);
}
