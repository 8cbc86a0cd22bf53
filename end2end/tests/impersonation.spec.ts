// Somebody of the support, signed in as somebody else: by an actor token, as Clerk makes them.

import type { Browser, Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enter, headersOf, hydrated, unique } from '../support/app.js';
import { localClerk } from '../support/local-clerk.js';
import { people, type Person } from '../support/people.js';
import { apiProject, expectProjects } from '../support/projects.js';

const banner = (page: Page) => page.getByRole('complementary', { name: 'Impersonation' });

/** Opens the address that the support was given, in a browser of its own. */
async function impersonate(page: Page, person: Person) {
  await page.goto(await localClerk.actorToken(person.id, 'user_support'));
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
  await page.goto('/orgs/acme/projects');
  await expectProjects(page);
}

async function inBrowserOfItsOwn(browser: Browser, act: (page: Page) => Promise<void>) {
  const context = await browser.newContext();
  await act(await context.newPage());
  await context.close();
}

// 404: the session comes without an organization, so a page's first questions meet another tenant, and are asked again.
test.use({ provoked: [403, 404] });

test('every page says who is signed in as whom, and ends it', async ({ page, browser }) => {
  await impersonate(page, people.mel);
  for (const path of ['/', '/orgs/acme/projects', '/orgs/acme/projects/new', '/orgs/acme/activity']) {
    await page.goto(path);
    await expect(banner(page)).toContainText(`Somebody else (user_support) is signed in as ${people.mel.name}`);
  }
  await hydrated(page);
  // Also where the program turns the page.
  await page.getByRole('link', { name: 'Projects', exact: true }).first().click();
  await expectProjects(page);
  await expect(banner(page)).toBeVisible();
  await banner(page).getByRole('button', { name: 'End this session' }).click();
  await page.waitForURL('/');
  await expect(banner(page)).toHaveCount(0);
  await inBrowserOfItsOwn(browser, async own => {
    await enter(own, people.mel);
    await hydrated(own);
    await expect(banner(own)).toHaveCount(0);
  });
});

test('changes are written down under both names, and nothing is deleted', async ({ page }) => {
  const name = unique('Supported');
  await impersonate(page, people.mel);
  const { id } = await apiProject(page, { name });
  await page.goto(`/orgs/acme/projects/${id}`);
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Delete' })).toHaveCount(0);
  const refused = await page.request.delete(`/api/projects/${id}`, { headers: headersOf(page) });
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain('signed in as somebody else');
  await page.goto('/orgs/acme/activity');
  const made = page.locator('.trail').filter({ hasText: `created the project ${name}` });
  await expect(made).toContainText(people.mel.name);
  await expect(made).toContainText('user_support');
  await expect(page.locator('.trail').first()).toContainText('tried to delete a project');
});

test('members cannot be managed', async ({ page }) => {
  await impersonate(page, people.ada);
  await hydrated(page);
  await page.getByRole('button', { name: 'Open organization switcher' }).click();
  await expect(page.getByRole('group', { name: 'List of all accounts' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Manage' }).or(page.getByRole('button', { name: 'Manage' }))).toHaveCount(0);
  const answer = await page.evaluate(async id => {
    const clerk = (window as unknown as { Clerk: { organization: { removeMember(id: string): Promise<unknown> } } }).Clerk;
    return clerk.organization.removeMember(id).then(
      () => 'removed',
      error => String(error.message),
    );
  }, people.vic.id);
  expect(answer).toContain('signed in as somebody else');
});
