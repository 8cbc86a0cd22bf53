// Every test of the suite starts from this `test`: page errors and console errors fail it, except statuses it declares.

import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

import type { Person } from './people.js';
import { signIn } from './person.js';

/** A page in a browser of its own, of nobody or of somebody who has signed in. */
export type Visit = (person?: Person) => Promise<Page>;

type Fixtures = {
  /** Statuses the test provokes on purpose; Chromium logs each as a console error. */
  provoked: number[];
  /** Console and page errors the test provokes on purpose. */
  expected: RegExp;
  problems: string[];
  /** For tests with several people: everybody has their own cookies. */
  visit: Visit;
};

export const test = base.extend<Fixtures>({
  provoked: [[], { option: true }],
  expected: [/(?!)/, { option: true }],
  problems: [
    async ({ context, provoked, expected }, use) => {
      const problems: string[] = [];
      context.on('page', page => watch(page, provoked, problems));
      await use(problems);
      const unexpected = problems.filter(problem => !expected.test(problem));
      expect(unexpected, 'page and console errors').toEqual([]);
    },
    { auto: true },
  ],
  visit: async ({ browser, baseURL, provoked, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async person => {
      const context = await browser.newContext({ baseURL });
      contexts.push(context);
      context.on('page', page => watch(page, provoked, problems));
      const page = await context.newPage();
      if (person) await signIn(page, person, '/private');
      return page;
    });
    await Promise.all(contexts.map(context => context.close()));
  },
});

function watch(page: Page, provoked: number[], problems: string[]) {
  page.on('pageerror', error => problems.push(`page error: ${error.message}`));
  page.on('console', message => {
    if (message.type() !== 'error') return;
    const text = message.text();
    const isProvoked = provoked.some(status => text.includes(`status of ${status}`));
    if (!isProvoked) problems.push(`console error: ${text} (${message.location().url})`);
  });
}

export { expect };
