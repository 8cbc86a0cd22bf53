// A form that is larger than anything the server takes: the refusal is seen, and nothing that was typed is lost.

import { test, expect } from '../support/test.js';
import { enter } from '../support/app.js';
import { people } from '../support/people.js';

test.use({ provoked: [413] });

test('a form that is too large is refused with a page, and going back finds what was typed', async ({ browser }) => {
  // Chromium takes half a minute to lay such a text out, and most of that again when one goes back to it.
  test.setTimeout(120_000);
  const withScripts = await browser.newContext({ javaScriptEnabled: true });
  await enter(await withScripts.newPage(), people.ada);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(await withScripts.cookies());
  await withScripts.close();
  const page = await plain.newPage();
  await page.goto('/orgs/acme/projects/new');
  // More than the connection's buffers hold: the browser is still sending when the server has decided.
  const pasted = 'pasted '.repeat(500_000);
  await page.getByLabel('Name').fill('typed before');
  await page.getByLabel('Description').fill(pasted);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Payload Too Large' })).toBeVisible();
  await expect(page.getByText('what you typed is still there')).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Name')).toHaveValue('typed before');
  await expect(page.getByLabel('Description')).toHaveValue(pasted);
  await plain.close();
});
