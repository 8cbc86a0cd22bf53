// The strip that says whom to sign in as lies over nothing that can be used, closed and open, wherever the page is scrolled to.

import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { publicPages, show, workspacePages } from '../support/pages.js';

test.use({ provoked: [404] });

const widths = [360, 768, 1280, 1440];

for (const width of widths) {
  test(`covers nothing at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 720 });
    for (const path of publicPages) await expectNothingCovered(page, path);
    for (const path of [...(await workspacePages(page)), '/dashboard']) await expectNothingCovered(page, path);
  });
}

test('says whom to sign in as', async ({ page }) => {
  await show(page, '/sign-in');
  await page.locator('.local-badge summary').click();
  await expect(page.getByText('ada+clerk_test@example.com')).toBeInViewport();
});

async function expectNothingCovered(page: Page, path: string) {
  await show(page, path);
  const badge = page.locator('.local-badge');
  await expect(badge).toBeVisible();
  expect(await covered(page), `${path}, closed`).toEqual([]);
  await badge.locator('summary').click();
  await expect(badge.getByText('ada+clerk_test@example.com')).toBeVisible();
  expect(await covered(page), `${path}, open`).toEqual([]);
}

/** What can be used and has a point, seen from the top, the middle or the end of the page, where the strip is instead. */
function covered(page: Page) {
  return page.evaluate(() => {
    const strip = document.querySelector('.local-badge')!;
    const usable = [...document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary, label, [tabindex="0"]')];
    // What is there for screen readers only has the size of a point.
    const others = usable.filter(element => !strip.contains(element) && element.checkVisibility() && element.offsetWidth > 1);
    const end = document.documentElement.scrollHeight - innerHeight;
    const found = new Set<string>();
    for (const top of [0, end / 2, end]) {
      scrollTo({ top, behavior: 'instant' });
      for (const element of others) {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        for (const [x, y] of [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]]) {
          if (strip.contains(document.elementFromPoint(x!, y!))) found.add(element.outerHTML.slice(0, 100));
        }
      }
    }
    return [...found];
  });
}
