// Clerk's components in our colours and sizes: everything can be read and fits, in both themes, on wide screens and narrow.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { test, expect } from '../support/test.js';
import { enterAcme, signedInParts, signedOutParts, type Part } from '../support/clerk-parts.js';
import { faultsOf } from '../support/contrast.js';
import { choose, themes } from '../support/pages.js';

/** Clerk's own markup, which no appearance changes: the rule, and the one element that breaks it. */
const clerksOwn: Record<string, RegExp> = {
  // Its windows have no name.
  'aria-dialog-name': /class="cl-modalContent /,
  // The button behind three dots calls itself an item of a menu that is not open.
  'aria-required-parent': /class="cl-menuButtonEllipsis /,
  // The field for the addresses of an invitation has a title and no label.
  'label-title-only': /data-testid="tag-input"/,
};

const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 800 },
];

for (const theme of themes) {
  for (const size of sizes) {
    test(`${theme}, ${size.width} px: for nobody`, async ({ page }) => {
      await prepare(page, theme, size);
      for (const part of signedOutParts) await expectReadable(page, part);
    });

    test(`${theme}, ${size.width} px: for an admin`, async ({ page }) => {
      test.setTimeout(120_000);
      await prepare(page, theme, size);
      await enterAcme(page);
      for (const part of signedInParts) await expectReadable(page, part);
    });
  }
}

async function prepare(page: Page, theme: (typeof themes)[number], size: { width: number; height: number }) {
  await choose(page, theme);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize(size);
}

async function expectReadable(page: Page, { name, open }: Part) {
  await open(page);
  await settled(page);
  expect(await axe(page), name).toEqual([]);
  expect(await faultsOf(page, '[class*="cl-"]'), name).toEqual([]);
}

/** What comes in softly has come. */
async function settled(page: Page) {
  await page.evaluate(() => Promise.all(document.getAnimations().filter(one => one.effect?.getTiming().iterations !== Infinity).map(one => one.finished.catch(() => {}))));
}

async function axe(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.filter(node => !clerksOwn[id]?.test(node.html)).map(node => `${id}: ${node.html}`));
}
