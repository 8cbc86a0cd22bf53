// Going from page to page: what a browser does by itself at every page load, the app does in the one document that it stays in.

import type { Page } from '@playwright/test';

import { enter, expectSameDocument, hydrated, markDocument, unique } from '../support/app.js';
import { people } from '../support/people.js';
import { test, expect } from '../support/test.js';
import { apiProject } from '../support/projects.js';

test.describe('between Clerk’s forms', () => {
  const signIn = (page: Page) => page.getByRole('heading', { level: 1, name: /^Sign in/ });
  const signUp = (page: Page) => page.getByRole('heading', { level: 1, name: /^Create your account/ });
  const inForm = (page: Page, name: string) => page.locator('main').getByRole('link', { name, exact: true });
  const inHeader = (page: Page, name: string) => page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name, exact: true });

  for (const [whose, link] of [['Clerk’s own', inForm], ['the header’s', inHeader]] as const) {
    test(`${whose} links lead to and fro, ten times`, async ({ page }) => {
      await page.goto('/sign-in');
      await hydrated(page);
      await markDocument(page);
      for (let round = 1; round <= 10; round += 1) {
        await link(page, 'Sign up').click();
        await expect(signUp(page)).toBeVisible();
        await expect(page).toHaveURL(/\/sign-up/);
        await link(page, 'Sign in').click();
        await expect(signIn(page)).toBeVisible();
        await expect(page).toHaveURL(/\/sign-in/);
      }
      await expect(page.getByLabel('Email address')).toHaveCount(1);
      await expectSameDocument(page);
    });
  }

  test('so do back and forward, from either form', async ({ page }) => {
    await page.goto('/sign-up');
    await inForm(page, 'Sign in').click();
    await expect(signIn(page)).toBeVisible();
    await inHeader(page, 'Sign up').click();
    await expect(signUp(page)).toBeVisible();
    for (let round = 1; round <= 3; round += 1) {
      for (const [way, form] of [['back', signIn], ['back', signUp], ['forward', signIn], ['forward', signUp]] as const) {
        await page.evaluate(way => history[way](), way);
        await expect(form(page)).toBeVisible();
      }
    }
  });

  test('the page to come back to is kept', async ({ page }) => {
    await page.goto('/orgs/acme/projects/new');
    for (const name of ['Sign up', 'Sign in', 'Sign up', 'Sign in']) {
      await inForm(page, name).click();
      await expect(page.getByRole('heading', { level: 1, name: name === 'Sign in' ? /^Sign in/ : /^Create/ })).toBeVisible();
      expect(new URL(page.url()).searchParams.get('redirect_url')).toMatch(/\/orgs\/acme\/projects\/new$/);
    }
  });
});

test.describe('in the workspace', () => {
  const top = (page: Page) => page.evaluate(() => window.scrollY);

  async function longList(page: Page) {
    await enter(page, people.ada);
    const name = unique('Scrolled').replace(' ', '');
    for (let number = 1; number <= 20; number += 1) await apiProject(page, { name: `${name} ${number}` });
    await page.goto(`/orgs/acme/projects?search=${name}&sort=name`);
    await hydrated(page);
    await expect(page.locator('.row-link')).toHaveCount(20);
    return name;
  }

  test('back and forward lead to where a page was left', async ({ page }) => {
    await longList(page);
    const last = page.locator('.row-link').last();
    await last.scrollIntoViewIfNeeded();
    await expect.poll(() => top(page)).toBeGreaterThan(300);
    const left = await top(page);
    await last.click();
    await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible();
    await expect.poll(() => top(page)).toBe(0);
    await expect(page.locator('main')).toBeFocused();

    for (let round = 1; round <= 2; round += 1) {
      await page.goBack();
      await expect(page.locator('.row-link')).toHaveCount(20);
      await expect.poll(async () => Math.abs((await top(page)) - left)).toBeLessThan(50);
      await page.goForward();
      await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible();
      await expect.poll(() => top(page)).toBe(0);
    }
    // A reload in between makes no difference.
    await page.reload();
    await hydrated(page);
    await page.goBack();
    await expect(page.locator('.row-link')).toHaveCount(20);
    await expect.poll(async () => Math.abs((await top(page)) - left)).toBeLessThan(50);
  });

  test('a page with other data in it starts at its top, and is left where it was', async ({ page }) => {
    await longList(page);
    await page.evaluate(() => window.scrollTo(0, 100_000));
    const left = await top(page);
    await page.getByRole('link', { name: 'Projects', exact: true }).first().click();
    await expect(page).toHaveURL('/orgs/acme/projects');
    await expect.poll(() => top(page)).toBe(0);
    await page.goBack();
    await expect(page.locator('.row-link')).toHaveCount(20);
    await expect.poll(async () => Math.abs((await top(page)) - left)).toBeLessThan(50);
  });

  test('the address follows a link to the page before, whatever back and forward did', async ({ page }) => {
    await enter(page, people.ada);
    const { id } = await apiProject(page, { name: unique('Address') });
    const project = `/orgs/acme/projects/${id}`;
    await page.goto('/orgs/acme/projects');
    await hydrated(page);
    await page.locator(`a[href="${project}"]`).first().click();
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await expect(page.getByLabel('Name')).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(project);
    await page.goForward();
    await expect(page.getByLabel('Name')).toBeVisible();
    await page.locator('main').locator(`a[href="${project}"]`).first().click();
    await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible();
    await expect(page).toHaveURL(project);
    await page.goBack();
    await expect(page).toHaveURL(`${project}/edit`);
    await expect(page.getByLabel('Name')).toBeVisible();
  });

  test('the link to the content moves the focus there', async ({ page }) => {
    await enter(page, people.ada);
    await hydrated(page);
    await page.getByRole('link', { name: 'Skip to the content' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
  });
});
