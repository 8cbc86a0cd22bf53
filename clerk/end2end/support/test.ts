// Every test of the suite starts from this `test`: page errors and console errors fail it, except statuses it declares.

import { test as base, expect, type Page } from '@playwright/test';

type Fixtures = {
  /** Statuses the test provokes on purpose; Chromium logs each as a console error. */
  provoked: number[];
  /** Console and page errors the test provokes on purpose. */
  expected: RegExp;
  problems: string[];
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
