// A page whose program cannot start, or stops later, works as without JavaScript and says so. What others put into the
// document beside the app does not get that far.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, expectSameDocument, hydrated, markDocument, unique } from '../support/app.js';
import {
  breakNextNavigation,
  expectHandedOver,
  insertFirst,
  rewriteDocuments,
  sentence,
  trap,
  withWrappedTexts,
  withoutComments,
} from '../support/damage.js';
import { people } from '../support/people.js';
import { expectProjects } from '../support/projects.js';

const PROJECTS = '/orgs/acme/projects';

test.describe('an element that an extension puts first into the body', () => {
  for (const path of ['/', '/sign-in', '/sign-up']) {
    test(`disturbs nothing on ${path}`, async ({ page }) => {
      await insertFirst(page);
      await page.goto(path);
      await hydrated(page);
      await expect(page.locator('body > #foreign:first-child')).toBeAttached();
      await expect(sentence(page)).toHaveCount(0);
    });
  }

  test('disturbs nothing in a workspace: links stay in the document', async ({ page }) => {
    await insertFirst(page);
    await enter(page, people.ada);
    await page.goto(PROJECTS);
    await hydrated(page);
    await markDocument(page);
    await page.getByRole('link', { name: 'New project' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'New project' })).toBeVisible();
    await expectSameDocument(page);
  });
});

test.describe('a document that was changed inside of the app', () => {
  test.use({ expected: /hydrat|unreachable|panicked|framework expected/i });
  const changes = [
    { by: 'an optimiser that removes comments', rewrite: withoutComments },
    { by: 'a translation that wraps texts', rewrite: withWrappedTexts },
  ];
  for (const { by, rewrite } of changes) {
    test(`by ${by}: links navigate, forms post`, async ({ page }) => {
      await enter(page, people.ada);
      await rewriteDocuments(page, rewrite);
      await page.goto(PROJECTS);
      await expectHandedOver(page);
      await expectBrowsersPage(page, () => expectHandedOver(page));
    });
  }
});

test.describe('a program that stops later', () => {
  test.use({ expected: /unreachable|panicked|no more history/ });

  test('by a panic in a handler: the next click counts', async ({ page }) => {
    await start(page);
    await breakNextNavigation(page);
    await page.getByRole('link', { name: 'Activity' }).click();
    await expectHandedOver(page);
    await markDocument(page);
    await page.getByRole('link', { name: 'Projects' }).click();
    await expect(page.locator('html[data-same-document]')).toHaveCount(0);
    await hydrated(page);
    await expectProjects(page);
  });

  test('by a trap without a panic', async ({ page }) => {
    await start(page);
    await trap(page);
    await expectHandedOver(page);
    await expectBrowsersPage(page, () => stop(page));
  });

  test('by a promise that fails with a trap', async ({ page }) => {
    await start(page);
    await page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError('unreachable')));
    await expectHandedOver(page);
  });

  test('more than once: it is said once', async ({ page }) => {
    await start(page);
    await trap(page);
    await expectHandedOver(page);
    await trap(page);
    await expectHandedOver(page);
  });

  test('what was typed is still there and is sent', async ({ page }) => {
    const name = unique('Typed before');
    await start(page, `${PROJECTS}/new`);
    await page.getByLabel('Name').fill(name);
    await trap(page);
    await expectHandedOver(page);
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await hydrated(page);
  });

  test('back and forward load the page of the address', async ({ page }) => {
    await start(page);
    await page.getByRole('link', { name: 'New project' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'New project' })).toBeVisible();
    await trap(page);
    await expectHandedOver(page);
    await page.goBack();
    await expectProjects(page);
    await hydrated(page);
  });

  test('a link inside of the page does not load it again', async ({ page }) => {
    await start(page);
    await trap(page);
    await expectHandedOver(page);
    await markDocument(page);
    await page.getByRole('link', { name: 'Skip to the content' }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#main$/);
    await expectSameDocument(page);
  });

  test("Clerk's menus go on, and signing out leads home", async ({ page }) => {
    await start(page);
    await expect(page.getByRole('button', { name: 'Open user menu' })).toBeVisible();
    await trap(page);
    await expectHandedOver(page);
    await page.getByRole('button', { name: 'Open user menu' }).click();
    await page.getByText('Sign out', { exact: true }).click();
    await page.waitForURL('/');
    await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  });

  test("Clerk's form goes on, and signing in leads on", async ({ page }) => {
    await page.goto(`/sign-in?redirect_url=${encodeURIComponent(PROJECTS)}`);
    await page.getByLabel('Email address').fill(people.mel.email);
    await trap(page);
    await expectHandedOver(page);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByLabel('Password', { exact: true }).fill('local-clerk-demo');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await expectProjects(page);
  });
});

/** A page of the workspace with its program running. */
async function start(page: Page, path = PROJECTS) {
  await enter(page, people.ada);
  await page.goto(path);
  await hydrated(page);
}

/** The program of a page runs, and then no more. */
async function stop(page: Page) {
  await hydrated(page);
  await trap(page);
  await expectHandedOver(page);
}

/** A link loads its page and a form posts: the browser's work, a document each. */
async function expectBrowsersPage(page: Page, onNext: () => Promise<void>) {
  const name = unique('By the browser');
  await markDocument(page);
  await page.getByRole('link', { name: 'New project' }).first().click();
  await page.waitForURL(`${PROJECTS}/new`);
  await expect(page.locator('html[data-same-document]')).toHaveCount(0);
  await onNext();
  await page.getByLabel('Name').fill(name);
  const posted = page.waitForRequest(request => request.isNavigationRequest() && request.method() === 'POST');
  await page.getByRole('button', { name: 'Create project' }).click();
  await posted;
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}
