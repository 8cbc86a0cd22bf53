// Clerk's components in another language, from a file that the app serves.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/child.js';
import { testOn } from '../support/host.js';
import { expect } from '../support/test.js';

const words = readFileSync(join(root, 'public/clerk-locales/de.json'), 'utf8');
const test = testOn({ localizationUrl: '/clerk-locales/de.json' });

test('the words are there when the first component is', async ({ page }) => {
  await page.route('**/clerk-locales/de.json', route => route.fulfill({ contentType: 'application/json', body: words }));
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: JSON.parse(words).formButtonPrimary })).toBeVisible();
  await expect(page.getByText('Sign in to')).toBeHidden();
});

test.describe('without the file', () => {
  test.use({ provoked: [404] });

  test('they are English', async ({ page }) => {
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeVisible();
  });
});
