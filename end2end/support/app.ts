// What a person does in the app, in the words of the tests.

import { expect, type Browser, type Page } from '@playwright/test';

import { signIn } from '../../clerk/end2end/support/person.js';
import type { Person } from './people.js';

export { expectSameDocument, fillSignIn, fillSignUp, hydrated, markDocument, requestCode, signIn, signOut, switchTo } from '../../clerk/end2end/support/person.js';

/** The first page of Acme's menu. */
let home = '/orgs/acme/activity';
// begin examples
home = '/orgs/acme/projects';
// end examples

/**
 * Signs in at a list and waits until it is there: from then on the session acts in its tenant. A list is headed by the last
 * word of its address; any other heading is the sign-in form's, or that of a page that could not be shown yet.
 */
export async function enter(page: Page, person: Person, list = home) {
  await signIn(page, person, list);
  await expect(page).toHaveURL(list);
  const name = list.split('/').at(-1)!.replaceAll('_', ' ');
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${name}$`, 'i') })).toBeVisible();
}

/** A page without JavaScript that carries the cookies of a person who signed in with it. */
export async function withoutJavaScript(browser: Browser, person: Person) {
  const withScripts = await browser.newContext({ javaScriptEnabled: true });
  const page = await withScripts.newPage();
  await enter(page, person);
  const cookies = await withScripts.cookies();
  await withScripts.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(cookies);
  return plain.newPage();
}

/** What a page of this very site asks, for the tenant that the page is of: of another one nothing is answered. */
export function headersOf(page: Page) {
  const tenant = /^\/(personal|orgs\/[^/]+)/.exec(new URL(page.url()).pathname)?.[0];
  return { 'sec-fetch-site': 'same-origin', ...(tenant ? { 'x-tenant': tenant } : {}) };
}

/** A name no other test uses, so that tests share one database. */
export function unique(name: string) {
  return `${name} ${Math.random().toString(36).slice(2, 8)}`;
}
