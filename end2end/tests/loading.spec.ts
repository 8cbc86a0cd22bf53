// What comes when: the page's own program first, then ClerkJS, each file once.

import { test, expect } from '../support/test.js';

test('ClerkJS runs once the page is alive, and is fetched once', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', request => {
    const name = /\/(clerk|ui)\.browser\.js$/.exec(new URL(request.url()).pathname)?.[1];
    if (name) fetched.push(name);
  });
  await page.addInitScript(() => {
    const order: string[] = [];
    Object.assign(window, { order });
    const note = (what: string) => { if (!order.includes(what)) order.push(what); };
    new MutationObserver(() => {
      if (document.documentElement.hasAttribute('data-hydrated')) note('alive');
      if (document.querySelector('script[data-clerk-js-script]')) note('ClerkJS');
    }).observe(document, { attributes: true, attributeFilter: ['data-hydrated'], childList: true, subtree: true });
  });
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email address')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { order: string[] }).order)).toEqual(['alive', 'ClerkJS']);
  expect(fetched.sort()).toEqual(['clerk', 'ui']);
});
