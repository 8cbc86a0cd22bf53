// Presses everything that leads somewhere, from every page and as everybody: what no spec about one thing meets.

import type { Page } from '@playwright/test';

import { walkPort } from '../support/addresses.js';
import { enter, headersOf } from '../support/app.js';
import { testOn } from '../support/own-server.js';
import { addressOf, pagePaths } from '../support/page-table.js';
import { people, type Person } from '../support/people.js';
import { expect } from '../support/test.js';
import { Walker } from '../support/walker.js';
// begin examples
import { apiProject, apiTasks } from '../support/projects.js';
// end examples

const origin = `http://localhost:${walkPort}`;
const test = testOn(walkPort);
// Chromium logs the statuses; the walker knows which page they are for. Its faults say more than a trace, which costs as much
// as all the rest.
test.use({ provoked: [403, 404], trace: 'off', screenshot: 'off' });

/** All walks together; each may take what the ones before have left. */
const longest = 300_000;
let end = 0;
test.beforeAll(() => (end ||= Date.now() + longest));
test.beforeEach(() => test.setTimeout(end - Date.now()));

/** A page that is not there, and one that is somebody else's. */
const missing = ['/no-such-page', '/orgs/globex/activity'];

test('nobody', async ({ page }) => {
  const walker = await Walker.on(page, origin);
  for (const path of pagePaths()) await walker.walk(addressOf(path, { slug: 'acme', ...valuesOf(path, {}), '*any': 'factor-one' }));
  await walker.walk('/no-such-page', { statuses: [404] });
  expect(walker.faults).toEqual([]);
});

/** The id of a row of each list, and of one inside of it. */
type Rows = Record<string, string>;

/** Which rows a path is about; of a list that nobody made rows in, one that never was. */
function valuesOf(path: string, rows: Rows) {
  const never = '01890000-0000-7000-8000-000000000000';
  return { id: rows[listOf(path)] ?? never, task_id: rows.tasks ?? never };
}

const listOf = (path: string) => /\/(\w+)\/\{id\}/.exec(path)?.[1] ?? '';

/** Who walks, and which pages of the organization are not for them. */
const roles = [
  ['admin', people.ada, undefined],
  ['member', people.mel, /^\/orgs\/.*(\}\/delete|\/invitations)$|^\/admin$/],
  ['viewer', people.vic, /^\/orgs\/.*\/(new|edit|delete|invitations)$|^\/admin$/],
] as const;

for (const [role, person, refused] of roles) {
  test(role, async ({ page }) => {
    const values = await prepare(page, person);
    const walker = await Walker.on(page, origin);
    for (const path of pagePaths()) {
      const home = path.startsWith('/personal') ? values.personal : values.acme;
      // Clerk's form for signing up leads on there too; whoever administrates does so in an organization.
      const after = /^\/(onboarding|sign-up)/.test(path) ? '/personal' : path === '/admin' ? '/orgs/acme/activity' : undefined;
      const isThere = !path.includes('{id}') || listOf(path) in home;
      const statuses = [...(refused?.test(path) ? [403] : []), ...(isThere ? [] : [404])];
      await walker.walk(addressOf(path, { slug: 'acme', '*any': 'factor-one', ...valuesOf(path, home) }), { after, statuses });
    }
    for (const address of missing) await walker.walk(address, { statuses: [404] });
    expect(walker.faults).toEqual([]);
  });
}

test('on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await prepare(page, people.ada);
  const walker = await Walker.on(page, origin);
  for (const address of ['/', '/orgs/acme/activity']) await walker.walk(address);
  expect(walker.faults).toEqual([]);
});

let acme: Rows | undefined;

/** Signs in, and makes something to look at: a list of two pages in the organization, one object of one's own. */
async function prepare(page: Page, person: Person) {
  if (!acme) {
    await enter(page, people.ada);
    acme = await makeMany(page);
    await page.context().clearCookies();
  }
  await enter(page, person, '/personal/activity');
  return { acme: { ...acme, members: people.ada.id }, personal: await makeOne(page) };
}

let makeMany = async (_page: Page): Promise<Rows> => ({});
let makeOne = makeMany;
// begin examples
makeMany = async page => {
  for (let number = 1; number <= 21; number += 1) await apiProject(page, { name: `Project ${number}` });
  return rows(page, 'Project to walk to');
};
makeOne = page => rows(page, 'A project of my own');

async function rows(page: Page, name: string): Promise<Rows> {
  const { id } = await apiProject(page, { name });
  await apiTasks(page, id, ['First', 'Second']);
  const tasks = await page.request.get(`/api/projects/${id}/tasks`);
  const data = { number: name, amount: 1999, due: '2026-12-24' };
  const invoice = await page.request.post('/api/invoices', { headers: headersOf(page), data });
  expect(invoice.status(), await invoice.text()).toBe(201);
  return { projects: id, tasks: (await tasks.json()).tasks[0].id, invoices: (await invoice.json()).invoice.id };
}
// end examples
