// On paper there is the page's content, dark on white in both themes, and nothing of it is cut.

import { test, expect } from '../support/test.js';
import { choose, publicPages, show, themes, workspacePages } from '../support/pages.js';

test.use({ provoked: [404] });

/** A4 at 96 dots per inch, without its margins. */
const paper = { width: 680, height: 1009 };
const words = 'A long description that no list shows whole, because it goes on and on. '.repeat(12);
/** What only a screen can use. */
const forScreens = ['nav', 'header', 'footer', '.local-badge', '.btn', '.skip-link', '.filters', '.confirm', '[data-clerk-component="UserButton"]', '[data-clerk-component="OrganizationSwitcher"]'];

for (const theme of themes) {
  test(`every page prints, in the ${theme} theme`, async ({ page }) => {
    await choose(page, theme);
    await page.emulateMedia({ colorScheme: theme });
    const pages = [...publicPages, ...(await workspacePages(page, words))];
    for (const path of pages) {
      await page.emulateMedia({ media: 'screen', colorScheme: theme });
      await show(page, path);
      await page.emulateMedia({ media: 'print', colorScheme: theme });
      await page.setViewportSize(paper);
      for (const selector of forScreens) {
        await expect(page.locator(selector).locator('visible=true'), `${selector} on ${path}`).toHaveCount(0);
      }
      await expect(page.locator('main')).toBeVisible();
      expect(await page.evaluate(look), path).toEqual([]);
    }
  });
}

/** What is not dark on white, and what is cut. */
function look() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const luminance = (color: string) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const faults: string[] = [];
  if (luminance(getComputedStyle(document.documentElement).backgroundColor) < 1) faults.push('the paper is not white');
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the paper: ${document.documentElement.scrollWidth}`);
  const main = document.querySelector('main')!;
  for (const element of main.querySelectorAll<HTMLElement>('*')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[data-clerk-component], .sr-only')) continue;
    const style = getComputedStyle(element);
    const name = `${element.tagName} ${element.className}`;
    const says = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
    if (says && 1.05 / (luminance(style.color) + 0.05) < 4.5) faults.push(`${name}: too pale, ${style.color}`);
    if (element.matches('.input') && luminance(style.backgroundColor) < 0.9) faults.push(`${name}: dark, ${style.backgroundColor}`);
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    if (clips && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) faults.push(`${name}: cut`);
  }
  return faults;
}

// begin examples
test('what is folded away on the screen is there on paper', async ({ page }) => {
  const [, , project] = await workspacePages(page);
  await page.goto(`${project}/edit`);
  await page.getByLabel('Name').fill('Renamed for paper');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed for paper' })).toBeVisible();
  await show(page, '/orgs/acme/activity');
  const after = page.locator('.trail-changes').first().locator('ins').first();
  await expect(after).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(after).toBeVisible();
});
// end examples
