// Presses everything that leads somewhere, from every page and as everybody: what no spec about one thing meets.

import type { Page } from '@playwright/test';

import { walkPort } from '../support/addresses.js';
import { enter } from '../support/app.js';
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
  for (const path of pagePaths()) await walker.walk(addressOf(path, { ...nobodys, '*any': 'factor-one' }));
  await walker.walk('/no-such-page', { statuses: [404] });
  expect(walker.faults).toEqual([]);
});

/** Never looked at: who is signed out is asked to sign in first. */
const nobodys = { slug: 'acme', id: '01890000-0000-7000-8000-000000000000', task_id: '01890000-0000-7000-8000-000000000000' };

/** Who walks, and which pages of the organization are not for them. */
const roles = [
  ['admin', people.ada, undefined],
  ['member', people.mel, /^\/orgs\/.*\}\/delete$/],
  ['viewer', people.vic, /^\/orgs\/.*\/(new|edit|delete)$/],
] as const;

for (const [role, person, refused] of roles) {
  test(role, async ({ page }) => {
    const values = await prepare(page, person);
    const walker = await Walker.on(page, origin);
    for (const path of pagePaths()) {
      const home = path.startsWith('/personal') ? values.personal : values.acme;
      // Clerk's form for signing up leads on there too.
      const after = /^\/(onboarding|sign-up)/.test(path) ? '/personal' : undefined;
      await walker.walk(addressOf(path, { slug: 'acme', '*any': 'factor-one', ...home }), { after, statuses: refused?.test(path) ? [403] : [] });
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

type Values = { id: string; task_id: string };
let acme: Values | undefined;

/** Signs in, and makes something to look at: a list of two pages in the organization, one object of one's own. */
async function prepare(page: Page, person: Person) {
  if (!acme) {
    await enter(page, people.ada);
    acme = await makeMany(page);
    await page.context().clearCookies();
  }
  await enter(page, person, '/personal/activity');
  return { acme, personal: await makeOne(page) };
}

let makeMany = async (_page: Page): Promise<Values> => nobodys;
let makeOne = makeMany;
// begin examples
makeMany = async page => {
  for (let number = 1; number <= 21; number += 1) await apiProject(page, { name: `Project ${number}` });
  return projectWithTasks(page, 'Project to walk to');
};
makeOne = page => projectWithTasks(page, 'A project of my own');

async function projectWithTasks(page: Page, name: string): Promise<Values> {
  const { id } = await apiProject(page, { name });
  await apiTasks(page, id, ['First', 'Second']);
  const answer = await page.request.get(`/api/projects/${id}/tasks`);
  return { id, task_id: (await answer.json()).tasks[0].id };
}
// end examples
