// @clerk/react in a small app: it loads, signs in and signs out.

import { join } from 'node:path';

import { begin } from '../support/forms.js';
import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { expect } from '../support/test.js';
import { folder, load } from './packages.js';

const APP = `
  import { createRoot } from 'react-dom/client';
  import { createElement as h } from 'react';
  import { ClerkProvider, Show, SignIn, UserButton, useUser } from '@clerk/react';

  const Who = () => h('p', { id: 'page' }, useUser().user?.id);
  const App = () => h(ClerkProvider, { publishableKey: window.publishableKey, proxyUrl: '/__clerk', telemetry: false, signInUrl: '/sign-in' },
    h(Show, { when: 'signed-out', fallback: [h(UserButton, { key: 1 }), h(Who, { key: 2 }), h('h1', { key: 3 }, 'Private')] },
      location.pathname.startsWith('/sign-in') ? h(SignIn, { routing: 'path', path: '/sign-in', forceRedirectUrl: '/private' }) : 'Nobody is signed in.'));
  createRoot(document.getElementById('app')).render(h(App));
`;

test('@clerk/react loads, signs in and signs out', async ({ page, host }) => {
  const { outputFiles } = await load('esbuild').build({
    stdin: { contents: APP, resolveDir: folder },
    bundle: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const { publishable_key } = await host.clerk.keys();
  const start = `<script>window.publishableKey = ${JSON.stringify(publishable_key)}</script>`;
  const body = `<!DOCTYPE html><link rel="icon" href="data:,">${start}<div id="app"></div><script>${outputFiles[0].text}</script>`;
  await page.route(/^[^?]*\/(sign-in.*|private)?(\?.*)?$/, route =>
    new URL(route.request().url()).pathname.startsWith('/__clerk') ? route.fallback() : route.fulfill({ contentType: 'text/html', body }),
  );
  expect(load(join(folder, 'node_modules/@clerk/react/package.json')).version).toMatch(/^6\./);
  await begin(page, people.ada.email);
  await expect(page.locator('#page')).toHaveText(people.ada.id);
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await page.getByText('Sign out', { exact: true }).click();
  await expect(page.getByText('Nobody is signed in.')).toBeVisible();
  await expect(page).toHaveURL('/');
});
