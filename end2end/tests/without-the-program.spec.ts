// The program, or ClerkJS, does not come: not at all, cut short, or very late. Where a part of Clerk would be there is a
// sentence and a way out; everything else works as without JavaScript.

import type { Page, Route } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, hydrated, signIn, unique } from '../support/app.js';
import { people } from '../support/people.js';
import { expectProjects } from '../support/projects.js';

const PROJECTS = '/orgs/acme/projects';
const PROGRAM = '**/pkg/*.wasm';
const MODULE = '**/pkg/*.js';
const CLERK_JS = '**/clerk.browser.js';
const CLERK_UI = '**/ui.browser.js';
const CLERK_PARTS = /\/sign(in|up)_ui_[^/]*\.js$/;

type Absence = {
  what: string;
  begin: (page: Page) => Promise<unknown>;
  /** Loading the page again does not bring it. */
  lasts?: boolean;
};

const notFound = (route: Route) => route.fulfill({ status: 404, body: 'not here' });
const never = () => {};

async function cut(route: Route) {
  const answer = await route.fetch();
  const whole = await answer.body();
  await route.fulfill({ response: answer, body: whole.subarray(0, whole.length / 2) });
}

const withoutProgram: Absence[] = [
  { what: 'WebAssembly is off', begin: page => page.addInitScript(() => Reflect.deleteProperty(window, 'WebAssembly')), lasts: true },
  { what: 'the program is not found', begin: page => page.route(PROGRAM, notFound) },
  { what: 'the program is cut short', begin: page => page.route(PROGRAM, cut) },
  { what: 'the program never comes', begin: page => page.route(PROGRAM, never) },
  { what: 'the module is not found', begin: page => page.route(MODULE, notFound) },
  { what: 'the module never comes', begin: page => page.route(MODULE, never) },
];

const withoutClerk: Absence[] = [
  { what: 'ClerkJS is not found', begin: page => page.route(CLERK_JS, notFound) },
  { what: 'ClerkJS never comes', begin: page => page.route(CLERK_JS, never) },
  { what: "the forms' script is not found", begin: page => page.route(CLERK_UI, notFound) },
  { what: "the forms' script never comes", begin: page => page.route(CLERK_UI, never) },
  { what: "the forms' own parts are not found", begin: page => page.route(CLERK_PARTS, notFound) },
  { what: "the forms' own parts never come", begin: page => page.route(CLERK_PARTS, never) },
];

// Whatever the browser makes of it, in its own words.
test.use({ provoked: [404], expected: /wasm|WebAssembly|dynamically imported module|^console error: Clerk: |Failed to fetch|Loading chunk|ChunkLoadError/i });

for (const { what, begin, lasts } of [...withoutProgram, ...withoutClerk]) {
  test(`${what}: the forms say so, and the way out leads to them`, async ({ page }) => {
    for (const [path, name] of [['/sign-in', 'sign-in'], ['/sign-up', 'sign-up']]) {
      await begin(page);
      await page.goto(path!, { waitUntil: 'commit' });
      const host = page.locator('.clerk-form');
      await expect(host.getByText(new RegExp(`^The ${name} form (needs JavaScript|is not available)`))).toBeVisible();
      await expect(host.getByRole('link')).toBeVisible();
    }
    if (lasts) return;
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    // Pressed at once: what was held back comes now, and takes the link away.
    await page.locator('.clerk-form').locator('[data-clerk-meanwhile] a, [data-clerk-failed] a').evaluate((link: HTMLElement) => link.click());
    await expect(page.getByLabel('Email address')).toBeVisible();
    await expect(page.locator('.clerk-form').getByText('is not here yet')).toBeHidden();
  });
}

for (const { what, begin } of withoutProgram) {
  test(`${what}: a workspace works as without JavaScript`, async ({ page }) => {
    const name = unique('Plain');
    await enter(page, people.ada);
    await begin(page);
    await page.goto(PROJECTS, { waitUntil: 'commit' });
    await expectProjects(page);
    await expect(page.getByText('No account menu yet.')).toBeVisible();
    await expect(page.getByText('No organization menu yet.')).toBeVisible();
    await page.getByRole('link', { name: 'New project' }).first().click({ noWaitAfter: true });
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Create project' }).click({ noWaitAfter: true });
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });
}

test('a program that is late takes the sentence away', async ({ page }) => {
  let go = () => {};
  const late = new Promise<void>(resolve => (go = resolve));
  await page.route(PROGRAM, async route => {
    await late;
    await route.continue();
  });
  await page.goto('/sign-in', { waitUntil: 'commit' });
  const sentence = page.getByText('The sign-in form needs JavaScript');
  await expect(sentence).toBeVisible();
  go();
  await hydrated(page);
  await expect(page.getByLabel('Email address')).toBeVisible();
  await expect(sentence).toBeHidden();
});

test('what is not there on the first page is said on the next one too', async ({ page }) => {
  await page.route(CLERK_JS, notFound);
  await page.goto('/');
  await hydrated(page);
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await expect(page.locator('.clerk-form').getByRole('alert')).toContainText('could not be reached');
  await page.unrouteAll();
  await page.locator('.clerk-form').getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByLabel('Email address')).toBeVisible();
});

test('while all is well nothing of it takes any room', async ({ page }) => {
  await signIn(page, people.ada, PROJECTS);
  await expectProjects(page);
  const sentences = page.locator('[data-clerk-meanwhile]');
  await expect(sentences).toHaveCount(2);
  for (const sentence of await sentences.all()) await expect(sentence).toHaveCSS('display', 'none');
  await page.goto('/');
  await expect(sentences).toHaveCSS('display', 'none');
});
