// clerk-leptos, page by page: components with what an app puts inside them, control components, buttons, hooks, lists, resources
// and forms by hand.

import type { Page } from '@playwright/test';

import { codeOf } from '../support/authenticator.js';
import { test } from '../support/host.js';
import { credentials, fill, firstRenders, openPart, openPartAs, parts, press, shown } from '../support/parts.js';
import { people } from '../support/people.js';
import { hydrated, newAddress, signIn } from '../support/person.js';
import { expect } from '../support/test.js';

test.describe('as people use it', () => {
  test.use({ provoked: [400, 401, 403, 404, 422] });

  test('menu items, pages and links of the app stand in Clerk\'s components', async ({ visit }) => {
    const ada = await visit();
    await openPartAs(ada, people.ada, 'components', 'acme');
    await expect(ada.locator('#avatar img')).toBeVisible();
    await ada.locator('#menu').getByRole('button', { name: 'Open user menu' }).click();
    const items = ada.getByRole('group', { name: 'Account actions' }).locator('button');
    await expect(items).toHaveText([/Press me/, 'Manage account', /Private page/, /Terms/, 'Sign out']);
    await expect(items.first().locator('.dot')).toBeVisible();
    await items.first().click();
    await expect(shown(ada, 'pressed')).toHaveText('1');
    await ada.locator('#menu').getByRole('button', { name: 'Open user menu' }).click();
    await items.filter({ hasText: 'Terms' }).click();
    const dialog = ada.getByRole('dialog');
    await expect(dialog.getByRole('heading', { name: 'Our terms' })).toBeVisible();
    await expect(dialog.getByTestId('who')).toHaveText(people.ada.id);
    await dialog.getByRole('button', { name: 'Agreed 0' }).click();
    await expect(dialog.getByRole('button', { name: 'Agreed 1' })).toBeVisible();
    await ada.keyboard.press('Escape');
    const profile = ada.locator('#profile');
    await profile.getByRole('button', { name: 'Terms' }).click();
    await expect(profile.getByRole('heading', { name: 'Our terms' })).toBeVisible();
    await profile.getByRole('button', { name: 'Profile', exact: true }).click();
    await expect(profile.getByRole('heading', { name: 'Our terms' })).toBeHidden();
    await ada.locator('#switcher').getByRole('button', { name: 'Open organization switcher' }).click();
    await ada.getByRole('group', { name: 'List of all accounts' }).getByRole('button', { name: /Globex/ }).click();
    await ada.waitForURL('/orgs/globex');
  });

  test('what is shown follows the session, the role and ClerkJS', async ({ visit }) => {
    const page = await visit();
    await openPart(page, 'control');
    const lines = shown(page, 'control').getByRole('listitem');
    await expect(lines).toHaveText(['loaded', 'signed out', 'no admin', 'may not read']);
    await openPartAs(page, people.ada, 'control', 'acme');
    await expect(lines).toHaveText(['loaded', 'signed in', 'signed in, perhaps with tasks', 'admin', 'may not read', 'one of two roles']);
    await openPartAs(await visit(), people.vic, 'control', 'acme');
  });

  test('buttons lead to forms, by links, modals and buttons of the app\'s own', async ({ visit }) => {
    const page = await visit();
    await openPart(page, 'buttons');
    await expect(page.getByRole('link', { name: 'Sign in', exact: true }).last()).toHaveAttribute('href', /sign_in_fallback_redirect_url=\/parts\/buttons/);
    await page.getByRole('button', { name: 'My sign in', exact: true }).click();
    await page.waitForURL(url => url.pathname === '/sign-in' && url.searchParams.get('sign_in_force_redirect_url') === '/parts/buttons');
    await page.goBack();
    for (const opener of [page.getByRole('link', { name: 'Sign in here' }), page.getByRole('button', { name: 'My sign in here' })]) {
      await opener.click();
      await expect(page.getByRole('dialog').getByLabel('Email address')).toBeVisible();
      await page.keyboard.press('Escape');
    }
    await page.getByRole('link', { name: 'Sign up here' }).click();
    await expect(page.getByRole('dialog').getByLabel('Email address')).toHaveValue('given@example.com');
    await page.keyboard.press('Escape');
    await openPartAs(page, people.ada, 'buttons', 'acme');
    await press(page, 'Invite people');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await press(page, 'Sign out');
    await page.waitForURL('/parts/control');
    await openPartAs(page, people.ada, 'buttons');
    await press(page, 'My sign out');
    await page.waitForURL('/parts/buttons');
    await expect(page.getByRole('button', { name: 'My sign in', exact: true })).toBeVisible();
  });

  test('hooks say who it is, and follow another tab', async ({ visit }) => {
    const ada = await visit();
    await openPartAs(ada, people.ada, 'hooks', 'acme');
    await expect(shown(ada, 'auth')).toHaveText(`true true ${people.ada.id} org:admin`);
    await expect(shown(ada, 'claims')).toHaveText(`"${people.ada.id}"`);
    await expect(shown(ada, 'user')).toContainText(`Ada Admin ${people.ada.email}`);
    await expect(shown(ada, 'session')).toHaveText('active true true');
    await expect(shown(ada, 'sessions')).toHaveText('1');
    await expect(shown(ada, 'organization')).toContainText('Acme');
    await expect(shown(ada, 'membership')).toHaveText('org:admin');
    await expect(shown(ada, 'addresses')).toContainText('/sign-in');
    await press(ada, 'Ask for tokens');
    await expect(shown(ada, 'tokens')).toHaveText(/same true fresh true unknown \w+/);
    const other = await ada.context().newPage();
    await openPart(other, 'hooks');
    await press(ada, 'Go home');
    await expect(shown(ada, 'membership')).toHaveText('');
    await press(ada, 'Go elsewhere');
    await expect(shown(ada, 'tokens')).toHaveText('not_a_member');
    await press(ada, 'Open profile');
    await expect(ada.getByRole('dialog')).toBeVisible();
    await ada.evaluate(() => [...document.querySelectorAll('button')].find(it => it.textContent === 'Close profile')!.click());
    await expect(ada.getByRole('dialog')).toBeHidden();
    await other.bringToFront();
    await press(other, 'Go to Acme');
    await expect(shown(other, 'membership')).toHaveText('org:admin');
    await ada.evaluate(() => (window as unknown as { Clerk: { signOut(): Promise<void> } }).Clerk.signOut());
    await expect(shown(other, 'auth')).toHaveText(/^true false/);
  });

  test('lists come page by page and change with what is done', async ({ visit }) => {
    const ada = await visit();
    await openPartAs(ada, people.ada, 'organization', 'acme');
    await expect(shown(ada, 'members')).toHaveText(/^2 of 3: /);
    const first = await shown(ada, 'members').innerText();
    await press(ada, 'Next members');
    await expect(shown(ada, 'members')).toHaveText(/^1 of 3: /);
    await press(ada, 'Previous members');
    await expect(shown(ada, 'members')).toHaveText(first);
    await press(ada, 'More members');
    await expect(shown(ada, 'all')).toHaveText(/^3 of 3: /);
    await expect(shown(ada, 'admins')).toHaveText('1 of 1: org:admin');
    await expect(shown(ada, 'mine')).toContainText('Acme');
    await press(ada, 'Invite');
    await expect(shown(ada, 'invitations')).toHaveText('1 of 1: new+clerk_test@example.com');
    await press(ada, 'Invite');
    await expect(shown(ada, 'said')).toHaveText('This person is invited already.');
    await press(ada, 'Revoke');
    await expect(shown(ada, 'invitations')).toHaveText('0 of 0:');
    await press(ada, 'Rename');
    await expect(shown(ada, 'name')).toHaveText('Acme Ltd');
    await press(ada, 'No logo');
    await expect(shown(ada, 'said')).toHaveText('The organization has no logo.');
    await press(ada, 'Add domain');
    await expect(shown(ada, 'said')).not.toHaveText('The organization has no logo.');
  });

  test('a profile by hand: name, metadata, picture, addresses', async ({ visit }) => {
    const mel = await visit();
    await openPartAs(mel, people.mel, 'profile');
    await expect(shown(mel, 'name')).toHaveText('Mel Member');
    await press(mel, 'Rename me');
    await expect(shown(mel, 'name')).toHaveText('Adele Member');
    await press(mel, 'Remember my theme');
    await expect(shown(mel, 'metadata')).toHaveText('{"theme":"dark"}');
    await press(mel, 'Set my picture');
    await expect(shown(mel, 'picture')).toHaveText('true');
    await press(mel, 'Count sessions');
    await expect(shown(mel, 'said')).toHaveText(/^\d+ sessions$/);
    await fill(mel, { 'New address': 'no address' });
    await press(mel, 'Add address');
    await expect(shown(mel, 'said')).toContainText('form_param_format_invalid: This does not look right.');
    await fill(mel, { 'New address': 'mel2+clerk_test@example.com', Code: '000000' });
    await press(mel, 'Add address');
    await expect(shown(mel, 'addresses')).toContainText('mel2+clerk_test@example.com');
    await press(mel, 'Verify address');
    await expect(shown(mel, 'said')).toContainText('That code is not right.');
    await fill(mel, { Code: '424242' });
    await press(mel, 'Verify address');
    await expect(shown(mel, 'said')).toHaveText('verified');
    await press(mel, 'Make it primary');
    await expect(shown(mel, 'addresses')).toContainText('mel2+clerk_test@example.com (primary)');
    await press(mel, 'Remove the first');
    await expect(shown(mel, 'addresses')).toHaveText('mel2+clerk_test@example.com (primary)');
  });

  test('signing in by hand: by field what is wrong, then a password, a code, the older way', async ({ visit }) => {
    const page = await visit();
    await openPart(page, 'sign-in');
    await fill(page, { 'E-mail': 'nobody+clerk_test@example.com', Password: 'wrong-wrong-wrong' });
    await press(page, 'Sign in with password');
    await expect(shown(page, 'identifier-error')).toHaveText('There is no account with this address or name. Check it, or sign up.');
    await fill(page, { 'E-mail': people.ada.email, Password: 'wrong-wrong-wrong' });
    await press(page, 'Sign in with password');
    await expect(shown(page, 'password-error')).toHaveText('That password is not right. Try again, or choose another way to sign in.');
    await expect(shown(page, 'identifier-error')).toHaveText('');
    await fill(page, credentials(people.ada));
    await press(page, 'Sign in with password');
    await page.waitForURL('/private');
    await expect(page.locator('#page')).toContainText(people.ada.id);

    const coded = await visit();
    await openPart(coded, 'sign-in');
    await fill(coded, { 'E-mail': people.mel.email });
    await press(coded, 'Send a code');
    await expect(shown(coded, 'status')).toHaveText('needs_first_factor');
    await expect(shown(coded, 'factors')).toContainText('email_code');
    await fill(coded, { Code: '000000' });
    await press(coded, 'Sign in with code');
    await expect(shown(coded, 'code-error')).toHaveText('That code is not right. Check it and try again.');
    await fill(coded, { Code: '424242' });
    await press(coded, 'Sign in with code');
    await coded.waitForURL('/private');

    const older = await visit();
    await openPart(older, 'legacy');
    await expect(shown(older, 'loaded')).toHaveText('true');
    await fill(older, { 'E-mail': people.sam.email, Password: 'wrong-wrong-wrong' });
    await press(older, 'Sign in the older way');
    await expect(shown(older, 'said')).toHaveText('form_password_incorrect Some(422) true');
    await fill(older, credentials(people.sam));
    await press(older, 'Sign in the older way');
    await older.waitForURL('/private');
  });

  test('signing up by hand', async ({ visit }) => {
    const page = await visit();
    await openPart(page, 'sign-up');
    await fill(page, { 'E-mail': people.ada.email, Password: 'a-long-local-password' });
    await press(page, 'Sign up');
    await expect(shown(page, 'address-error')).toHaveText('There is an account with this already. Sign in instead, or use another.');
    await fill(page, { 'E-mail': newAddress() });
    await press(page, 'Sign up');
    await expect(shown(page, 'missing')).toHaveText('email_address');
    await fill(page, { Code: '424242' });
    await press(page, 'Verify');
    await page.waitForURL('/private');
  });

  test('a second factor by hand: set up, asked for, and a browser that is new', async ({ visit, host }) => {
    await host.clerk.settings({ second_factors: ['totp', 'backup_code'] });
    const mel = await visit();
    await openPartAs(mel, people.mel, 'profile');
    await expect(shown(mel, 'second')).toHaveText('false');
    await press(mel, 'Set up authenticator');
    await expect(shown(mel, 'once')).toHaveText(/^[A-Z2-7]{16,}$/);
    await fill(mel, { Code: codeOf(await shown(mel, 'once').innerText()) });
    await press(mel, 'Prove authenticator');
    await expect(shown(mel, 'said')).toHaveText('verified true');
    await expect(shown(mel, 'second')).toHaveText('true');
    await press(mel, 'Make backup codes');
    await expect(shown(mel, 'once')).toHaveText(/^\S+( \S+)+$/);
    const backup = (await shown(mel, 'once').innerText()).split(' ')[0]!;

    const page = await visit();
    await openPart(page, 'sign-in');
    await fill(page, credentials(people.mel));
    await press(page, 'Sign in with password');
    await expect(shown(page, 'status')).toHaveText('needs_second_factor');
    await fill(page, { Code: 'none-such' });
    await press(page, 'Use backup code');
    await expect(shown(page, 'code-error')).not.toHaveText('');
    await fill(page, { Code: backup });
    await press(page, 'Use backup code');
    await page.waitForURL('/private');

    await host.clerk.settings({ device_trust: true });
    const elsewhere = await visit();
    await openPart(elsewhere, 'sign-in');
    await fill(elsewhere, credentials(people.sam));
    await press(elsewhere, 'Sign in with password');
    await expect(shown(elsewhere, 'status')).toHaveText('needs_client_trust');
    await press(elsewhere, 'Send a code for this browser');
    await fill(elsewhere, { Code: '424242' });
    await expect(elsewhere.getByRole('button', { name: 'Sign in with code' })).toBeEnabled();
    await press(elsewhere, 'Trust this browser');
    await elsewhere.waitForURL('/private');
  });

  test('the waiting list, by Clerk\'s form and by hand', async ({ visit, host }) => {
    await host.clerk.settings({ sign_up_mode: 'waitlist' });
    const page = await visit();
    await openPart(page, 'components');
    await page.getByLabel('Email address').fill('first+clerk_test@example.com');
    await page.getByRole('button', { name: 'Join the waitlist' }).click();
    await expect(page.getByText('Thanks for joining the waitlist!')).toBeVisible();
    await openPart(page, 'sign-up');
    await fill(page, { 'E-mail': 'no address' });
    await press(page, 'Wait');
    await expect(shown(page, 'waiting-errors')).toHaveText('form_param_format_invalid');
    await fill(page, { 'E-mail': 'second+clerk_test@example.com' });
    await press(page, 'Wait');
    await expect(shown(page, 'waiting-errors')).toHaveText('');
    const list = async () => JSON.stringify(await host.clerk.backend('GET', '/waitlist_entries'));
    await expect.poll(list).toContain('second+clerk_test@example.com');
    expect(await list()).toContain('first+clerk_test@example.com');
  });
});

test('the first render is the server\'s, on every page, for nobody and for somebody', async ({ browser, baseURL, visit }) => {
  const ada = await visit(people.ada);
  for (const storageState of [undefined, await ada.context().storageState()]) {
    const server = await firstRenders(browser, { baseURL, storageState, javaScriptEnabled: false });
    const alive = await firstRenders(browser, { baseURL, storageState, javaScriptEnabled: true });
    expect(alive.problems).toEqual([]);
    expect(alive.texts).toEqual(server.texts);
  }
});

test('Clerk\'s components are light and dark as the page is', async ({ browser, baseURL }) => {
  const lightness: number[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ baseURL, colorScheme });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await expect(page.getByLabel('Email address')).toBeVisible();
    lightness.push(await page.locator('.cl-card').first().evaluate(card => {
      const pen = document.createElement('canvas').getContext('2d')!;
      pen.fillStyle = getComputedStyle(card).backgroundColor;
      pen.fillRect(0, 0, 1, 1);
      return pen.getImageData(0, 0, 1, 1).data[0]!;
    }));
    await context.close();
  }
  expect(lightness[0]).toBeGreaterThan(200);
  expect(lightness[1]).toBeLessThan(80);
});

test.describe('ClerkJS fails', () => {
  test.use({ expected: /Clerk: The sign-in service|Failed to load resource|net::ERR/ });

  test('blocked, then there: the page says so and tries again', async ({ page }) => {
    let blocked = true;
    await page.route(/\/npm\//, route => (blocked ? route.abort() : route.continue()));
    await openPart(page, 'control');
    const lines = shown(page, 'control').getByRole('listitem');
    await expect(lines.filter({ hasText: 'failed' })).toBeVisible();
    await openPart(page, 'sign-in');
    await fill(page, credentials(people.ada));
    blocked = false;
    await openPart(page, 'control');
    await expect(lines).toHaveText(['loaded', 'signed out', 'no admin', 'may not read']);
  });

  test('slow: buttons wait, links lead on without it', async ({ page }) => {
    await page.route(/\/npm\//, () => new Promise(() => undefined));
    await page.goto('/parts/buttons', { waitUntil: 'domcontentloaded' });
    await hydrated(page);
    await expect(page.getByRole('button', { name: 'Sign in with MetaMask' })).toBeDisabled();
    await page.getByRole('link', { name: 'Sign in here' }).click();
    await page.waitForURL('/sign-in', { waitUntil: 'commit' });
  });
});

// Costs more than a minute: run it by name, `CLERK_ROUNDS=50`.
const ROUNDS = Number(process.env.CLERK_ROUNDS ?? 0);

test('rounds over the pages leak no nodes, listeners or memory', async ({ page }) => {
  await goAround(page, parts.filter(part => part !== 'components'), ROUNDS || 15);
});

// ClerkJS itself keeps 78 nodes and 9 listeners of each UserProfile that it is told to unmount, without this crate as well.
test("rounds over Clerk's components leak no nodes, listeners or memory", async ({ page }) => {
  test.skip(ROUNDS === 0, 'by name: CLERK_ROUNDS=50');
  await goAround(page, parts, ROUNDS);
});

/** Goes over the pages again and again, and compares the last round with the fifth. */
async function goAround(page: Page, pages: string[], rounds: number) {
  test.setTimeout(600_000);
  await signIn(page, people.ada, '/private');
  const tools = await page.context().newCDPSession(page);
  const measure = async () => {
    // What JavaScript lets go, Rust lets go next: its closures hold nodes and each other.
    for (let time = 0; time < 4; time++) {
      await tools.send('HeapProfiler.collectGarbage');
      await page.evaluate(() => new Promise(resolve => requestIdleCallback(resolve)));
    }
    const { usedSize } = await tools.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await tools.send('Memory.getDOMCounters');
    return { usedSize, nodes, jsEventListeners };
  };
  const goTo = (path: string) => page.evaluate(to => {
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  let early = { usedSize: 0, nodes: 0, jsEventListeners: 0 };
  for (let round = 1; round <= rounds; round++) {
    for (const part of pages) {
      await goTo(`/parts/${part}`);
      await page.waitForURL(`/parts/${part}`);
      await expect(page.locator('main h1').first()).toBeVisible();
      if (part === 'components') await expect(page.locator('#profile button').first()).toBeVisible();
    }
    if (round === 5) early = await measure();
  }
  const late = await measure();
  console.log(`round 5: ${JSON.stringify(early)}, round ${rounds}: ${JSON.stringify(late)}`);
  expect(late.usedSize).toBeLessThan(early.usedSize * 1.1);
  expect(late.nodes).toBeLessThan(early.nodes * 1.1);
  expect(late.jsEventListeners).toBeLessThan(early.jsEventListeners * 1.1);
}
