// The host's pages with the parts of clerk-leptos, in the words of the tests.

import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';

import { hydrated, signIn } from './person.js';
import { password, type Person } from './people.js';

/** Every page of parts. */
export const parts = ['components', 'control', 'buttons', 'hooks', 'organization', 'profile', 'sign-in', 'sign-up', 'legacy'];

export const shown = (page: Page, id: string) => page.locator(`#${id}`);

/** Opens a page of parts, alive. */
export async function openPart(page: Page, name: string) {
  await page.goto(`/parts/${name}`);
  await hydrated(page);
}

/** Opens it as somebody who acts in an organization. */
export async function openPartAs(page: Page, person: Person, name: string, organization = '') {
  await signIn(page, person, '/private');
  if (organization) await page.goto(`/orgs/${organization}`);
  await openPart(page, name);
}

/** Fills fields by their labels. */
export async function fill(page: Page, values: Record<string, string>) {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
}

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

export const credentials = (person: Person) => ({ 'E-mail': person.email, Password: password });

/** What pages say when they come from the server, or when they are alive; both without ClerkJS. */
export async function firstRenders(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  await context.route(/\/npm\//, () => new Promise(() => undefined));
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => message.type() === 'error' && problems.push(message.text()));
  const texts: Record<string, string> = {};
  for (const part of parts) {
    await page.goto(`/parts/${part}`, { waitUntil: 'domcontentloaded' });
    if (options.javaScriptEnabled) await hydrated(page);
    texts[part] = await page.locator('main').innerText();
  }
  await context.close();
  return { texts, problems };
}
