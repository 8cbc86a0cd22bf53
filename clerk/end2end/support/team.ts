// What people of an organization do in Clerk's own windows.

import { expect, type Page } from '@playwright/test';

import { fillSignUp, hydrated } from './person.js';
import type { Visit } from './test.js';

/** Somebody new, with an address of their choice. */
export async function newcomer(visit: Visit, email: string) {
  const page = await visit();
  await fillSignUp(page, email);
  await page.waitForURL('/private');
  return page;
}

/** Puts one of Clerk's components on the page, below what is there. */
export async function mount(page: Page, component: string) {
  await page.waitForFunction(() => (window as unknown as { Clerk?: { loaded: boolean } }).Clerk?.loaded);
  await page.evaluate(name => {
    const place = document.createElement('section');
    document.body.append(place);
    (window as unknown as { Clerk: Record<string, (place: HTMLElement) => void> }).Clerk[`mount${name}`]!(place);
  }, component);
}

/** Acts in an organization, and opens its profile. */
export async function openProfile(page: Page, slug: string, tab: 'General' | 'Members' = 'General') {
  await page.goto(`/orgs/${slug}`);
  await hydrated(page);
  await mount(page, 'OrganizationProfile');
  await page.getByRole('button', { name: tab, exact: true }).click();
  await expect(page.getByRole('heading', { name: tab })).toBeVisible();
}

/** The pages behind the members: who is invited, who asks to join. */
export async function turnTo(page: Page, tab: RegExp) {
  await page.getByRole('tab', { name: tab }).click();
}

/** Writes addresses into the form behind the members and sends it. */
export async function sendInvitations(page: Page, addresses: string[], role?: string) {
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const box = page.getByTestId('tag-input');
  for (const address of addresses) {
    await box.fill(address);
    await box.press('Enter');
  }
  if (role) {
    await page.getByRole('button', { name: /^Role:/ }).click();
    await page.getByRole('option', { name: role }).click();
  }
  await page.getByRole('button', { name: 'Send invitations' }).click();
}

/** Invites, and waits until the form has closed. */
export async function invite(page: Page, addresses: string[], role?: string) {
  await sendInvitations(page, addresses, role);
  await expect(page.getByTestId('tag-input')).toBeHidden();
}

/** The row of a table that names somebody. */
export const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

/** Chooses from the menu behind the three dots of a row. */
export async function chooseFor(page: Page, name: string, action: string) {
  await row(page, name).getByRole('button').last().click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Gives a member another role. */
export async function giveRole(page: Page, name: string, role: string) {
  await row(page, name).getByRole('button').first().click();
  await page.getByRole('option', { name: role }).click();
  await expect(row(page, name).getByRole('button', { name: role })).toBeVisible();
}

/** Confirms by writing the organization's name, in the form that an action of the profile opens. */
export async function confirm(page: Page, action: string, name: string) {
  await page.getByRole('button', { name: action }).click();
  await page.getByRole('textbox').fill(name);
  await page.getByRole('button', { name: action }).last().click();
}

/** The organizations that the switcher lists, by the names of the person's own and those they may join. */
export async function openSwitcher(page: Page) {
  await page.getByRole('button', { name: 'Open organization switcher' }).click();
  await expect(page.getByText('Create organization')).toBeVisible();
}
