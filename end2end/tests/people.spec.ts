// The people of an organization: what is changed here or at Clerk shows everywhere within moments, and ends access when it
// should. On a server without any setting: its local Clerk tells it what happens.

import type { Browser, Page } from '@playwright/test';

import { LocalClerk } from '../../clerk/end2end/support/local-clerk.js';
import { peopleControl, peoplePort } from '../support/addresses.js';
import { enter, headersOf, hydrated } from '../support/app.js';
import { testOn } from '../support/own-server.js';
import { people } from '../support/people.js';
import { expect } from '../support/test.js';

const test = testOn(peoplePort, { LOCAL_CLERK_LISTEN: peopleControl });
const clerk = new LocalClerk(`http://${peopleControl}`, `http://localhost:${peoplePort}`);
// Whoever is gone is refused, and their pages are not there any more.
test.use({ provoked: [401, 403, 404, 409, 422] });

const home = '/orgs/acme/organization';
const guest = 'guest+clerk_test@example.com';

/** Loads a page until it shows this. */
const shows = (page: Page, path: string, text: string | RegExp) =>
  expect(async () => {
    await page.goto(path);
    await expect(page.locator('main')).toContainText(text, { timeout: 1_000 });
  }).toPass();

/** Somebody in a browser of their own. */
async function another(browser: Browser, script = true) {
  const context = await browser.newContext({ baseURL: `http://localhost:${peoplePort}`, javaScriptEnabled: script });
  return context.newPage();
}

/** Follows the invitation in the mail, as somebody new. */
async function accept(browser: Browser) {
  const page = await another(browser);
  const { link } = await clerk.mail(guest);
  await page.goto(link!);
  await expect(page.getByRole('heading', { level: 1, name: 'You are invited' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign up and accept' }).click();
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('a-long-local-password');
  await password.press('Enter');
  await page.waitForURL(url => !/^\/(accept-invite|sign-up)/.test(url.pathname));
  return page;
}

test('people come, change and go, and everything follows', async ({ page, browser }) => {
  await enter(page, people.ada, `${home}/members`);
  await hydrated(page);
  await expect(page.getByRole('row', { name: /Vic Viewer/ })).toContainText('Viewer');

  // Renamed at Clerk: the copy hears of it.
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText('Manage account').click();
  await page.getByRole('button', { name: 'Update profile' }).click();
  await page.getByLabel('First name').fill('Adelheid');
  await page.getByRole('button', { name: 'Save' }).click();
  await shows(page, `${home}/members?search=adelheid`, 'Adelheid Admin');

  // Two at once; the mail leads one of them in.
  await page.goto(`${home}/invitations`);
  await hydrated(page);
  await page.getByLabel('E-mail addresses').fill(`${guest}, other+clerk_test@example.com`);
  await page.getByLabel('Role').selectOption('Member');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByText(guest)).toBeVisible();
  await page.getByRole('button', { name: 'Revoke the invitation of other+clerk_test@example.com' }).click();
  await expect(page.getByText('other+clerk_test@example.com')).toHaveCount(0);
  const theirs = await accept(browser);
  await shows(page, '/orgs/acme/activity', 'has a new member');
  await shows(page, `${home}/members`, 'Member');

  // Another role counts at once: what was a page that may not be seen becomes one that may.
  await page.getByRole('row').filter({ hasText: 'user_' }).getByRole('link').click();
  await hydrated(page);
  await page.getByLabel('Role').selectOption('Admin');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.locator('.facts')).toContainText('Admin');
  const member = page.url();
  await shows(theirs, `${home}/invitations`, 'Invite');

  // Removed while they type: their token is good for a minute, and saves nothing.
  await hydrated(theirs);
  await theirs.getByLabel('E-mail addresses').fill('late+clerk_test@example.com');
  await page.getByText('Remove from the organization').click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page).toHaveURL(`${home}/members`);
  await theirs.getByRole('button', { name: 'Invite' }).click();
  await expect(theirs.getByRole('alert')).toBeVisible();
  await page.goto(`${home}/invitations`);
  await expect(page.getByText('late+clerk_test@example.com')).toHaveCount(0);
  await page.goto('/orgs/acme/activity');
  await expect(page.locator('.trail').first()).toContainText('removed the member');
  expect(member).toContain('/organization/members/user_');

  // The organization goes: what its admin's token still allows, nobody does.
  await clerk.backend('DELETE', '/organizations/org_localAcme');
  await expect(async () => {
    const data = { email_addresses: ['later+clerk_test@example.com'], role: 'org:member' };
    const late = await page.request.post('/api/organization/invitations', { headers: headersOf(page), data });
    expect([401, 403, 404]).toContain(late.status());
    await page.goto(home);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test('without JavaScript people are invited, given another role, and leave', async ({ browser }) => {
  const signedIn = await another(browser);
  await enter(signedIn, people.sam, '/orgs/globex/organization/members');
  const page = await another(browser, false);
  await page.context().addCookies(await signedIn.context().cookies());
  await page.goto('/orgs/globex/organization/invitations');
  await page.getByLabel('E-mail addresses').fill('nobody');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByText('Not an e-mail address: nobody.')).toBeVisible();
  await page.getByLabel('E-mail addresses').fill('plain+clerk_test@example.com');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('button', { name: 'Resend the invitation of plain+clerk_test@example.com' }).click();
  await expect(page.getByText('plain+clerk_test@example.com')).toHaveCount(1);
  await page.getByRole('button', { name: 'Revoke the invitation of plain+clerk_test@example.com' }).click();
  await expect(page.getByText('plain+clerk_test@example.com')).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Organization' }).getByRole('link', { name: 'Members' }).click();
  await page.getByLabel('Search').fill('admin');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('row', { name: /Admin/ }).getByRole('link').first().click();
  await page.getByLabel('Role').selectOption('Admin');
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.locator('.facts')).toContainText('Admin');

  // Now somebody else can manage the members, so Sam can go.
  await page.goto(`/orgs/globex/organization/members/${people.sam.id}`);
  await page.getByText('Leave the organization').click();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page).not.toHaveURL(/globex/);
  await page.goto('/orgs/globex/organization/members');
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
});
