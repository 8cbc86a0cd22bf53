// The same without JavaScript, link by link: every page that a link leads to is there whole.

import type { Browser, Page } from '@playwright/test';

import { walkPort } from '../support/addresses.js';
import { enter } from '../support/app.js';
import { testOn } from '../support/own-server.js';
import { people, type Person } from '../support/people.js';
import { expect } from '../support/test.js';
// begin examples
import { apiProject, apiTasks } from '../support/projects.js';
// end examples

const test = testOn(walkPort);
const origin = `http://localhost:${walkPort}`;
test.use({ javaScriptEnabled: false });

/** Ids, cursors and the way back are of this run: of pages that differ in nothing else, one is walked to. */
const kindOf = (address: string) =>
  address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/(after|redirect_url)=[^&]*/g, '$1');

/** Follows all links from `start` on, each kind once, and says what is wrong on the way. */
async function walk(page: Page, start: string) {
  const faults: string[] = [];
  const seen = new Set([kindOf(start)]);
  for (const queue = [start]; queue.length > 0; ) {
    const address = queue.shift()!;
    const status = (await page.goto(address))!.status();
    if (status !== 200) faults.push(`${address}: ${status}`);
    if (!(await page.title())) faults.push(`${address}: no title`);
    if (!(await page.locator('main').innerText()).trim()) faults.push(`${address}: main is empty`);
    if (await page.locator('main .skeleton').count()) faults.push(`${address}: it waits for a script`);
    // Clerk's forms have their headings, and nothing else here needs scripts.
    const hasHeading = (await page.locator('h1').count()) > 0 || (await page.getByText(/^The sign-(in|up) form needs JavaScript/).isVisible());
    if (!hasHeading) faults.push(`${address}: no h1`);
    for (const href of await page.locator('a[href]').evaluateAll(links => links.map(link => (link as HTMLAnchorElement).href))) {
      const { origin: site, pathname, search } = new URL(href);
      const next = pathname + search;
      if (site === origin && !seen.has(kindOf(next))) queue.push(next);
      seen.add(kindOf(next));
    }
  }
  return { faults, kinds: [...seen] };
}

/** A page without JavaScript that carries the cookies of a person who signed in with it, and something to look at. */
async function pageOf(browser: Browser, person: Person) {
  const withScripts = await browser.newContext({ javaScriptEnabled: true });
  const page = await withScripts.newPage();
  await enter(page, person, '/personal/activity');
  // begin examples
  await apiTasks(page, (await apiProject(page, { name: 'A project of my own' })).id, ['First']);
  // end examples
  await page.goto('/orgs/acme/activity');
  // begin examples
  if (person === people.ada) {
    for (let number = 1; number <= 21; number += 1) await apiProject(page, { name: `Project ${number}` });
    await apiTasks(page, (await apiProject(page, { name: 'Project to walk to' })).id, ['First']);
  }
  // end examples
  const cookies = await withScripts.cookies();
  await withScripts.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(cookies);
  return plain.newPage();
}

test('nobody', async ({ page }) => {
  const { faults, kinds } = await walk(page, '/');
  expect(faults).toEqual([]);
  expect(kinds).toEqual(expect.arrayContaining(['/sign-in', '/sign-up']));
});

/** Who walks, and pages that must be on the way. */
const roles: [string, Person, string[]][] = [['admin', people.ada, ['/orgs/acme/activity']], ['viewer', people.vic, ['/orgs/acme/activity']]];
// begin examples
roles[0]![2].push('/orgs/acme/projects/:id/delete');
roles[1]![2].push('/orgs/acme/projects/:id');
// end examples

for (const [role, person, most] of roles) {
  test(role, async ({ browser }) => {
    const page = await pageOf(browser, person);
    for (const tenant of ['/orgs/acme', '/personal']) {
      const { faults, kinds } = await walk(page, `${tenant}/activity`);
      expect(faults).toEqual([]);
      expect(kinds).toEqual(expect.arrayContaining(most.map(page => page.replace('/orgs/acme', tenant))));
    }
    await page.context().close();
  });
}
