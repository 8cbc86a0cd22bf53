// Clerk's components as people see them: each of their pages, menus and windows, opened by hand.

import { expect, type Page } from '@playwright/test';

import { enter, fillSignUp, requestCode } from './app.js';
import { password, people } from './people.js';
import { show } from './pages.js';

export type Part = { name: string; open: (page: Page) => Promise<void> };

const workspace = (page: Page) => show(page, '/orgs/acme/activity');

async function userMenu(page: Page) {
  await workspace(page);
  await page.getByRole('button', { name: 'Open user menu' }).click();
  await expect(page.getByText('Manage account')).toBeVisible();
}

async function account(page: Page) {
  await userMenu(page);
  await page.getByText('Manage account').click();
  await expect(page.getByRole('dialog').getByText(people.ada.email)).toBeVisible();
}

async function switcher(page: Page) {
  await workspace(page);
  await page.getByRole('button', { name: 'Open organization switcher' }).click();
  await expect(page.getByText('Create organization')).toBeVisible();
}

async function organization(page: Page) {
  await switcher(page);
  await page.getByText('Manage', { exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'General' })).toBeVisible();
}

/** Another page of an open window; on narrow screens the list of them is behind a button. */
async function turnTo(page: Page, name: string) {
  const list = page.locator('.cl-navbarMobileMenuButton');
  if (await list.isVisible()) await list.click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

/** For nobody. */
export const signedOutParts: Part[] = [
  { name: 'the sign-in form', open: page => show(page, '/sign-in') },
  {
    name: 'the password step',
    open: async page => {
      await show(page, '/sign-in');
      await page.getByLabel('Email address').fill(people.ada.email);
      await page.getByRole('button', { name: 'Continue', exact: true }).click();
      await page.getByLabel('Password', { exact: true }).fill(password);
    },
  },
  { name: 'the sign-up form', open: page => show(page, '/sign-up') },
  {
    name: 'the code step',
    open: async page => {
      await requestCode(page);
      await expect(page.getByLabel(/verification code/i).first()).toBeVisible();
    },
  },
  {
    name: 'the form for a first organization',
    open: async page => {
      await fillSignUp(page);
      await page.waitForURL(/onboarding/);
      await expect(page.locator('.cl-createOrganization-root')).toBeVisible();
    },
  },
];

/** For an admin of Acme who has entered. */
export const signedInParts: Part[] = [
  { name: 'the user menu', open: userMenu },
  { name: 'the account window: profile', open: account },
  {
    name: 'the account window: a new name',
    open: async page => {
      await account(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Update profile' }).click();
      await expect(page.getByRole('dialog').getByLabel('First name')).toBeVisible();
    },
  },
  {
    name: 'the account window: one more address',
    open: async page => {
      await account(page);
      await page.getByRole('dialog').getByText('Add email address').click();
      await expect(page.getByRole('dialog').getByLabel('Email address')).toBeVisible();
    },
  },
  {
    name: 'the account window: security',
    open: async page => {
      await account(page);
      await turnTo(page, 'Security');
      await expect(page.getByRole('dialog').getByText('Active devices')).toBeVisible();
    },
  },
  { name: 'the organization switcher', open: switcher },
  { name: 'the organization window: general', open: organization },
  {
    name: 'the organization window: leaving it',
    open: async page => {
      await organization(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Leave organization' }).click();
      await dialog.getByRole('textbox').fill('Acme');
      await expect(dialog.locator('.cl-button[data-color="danger"][data-variant="solid"]')).toBeEnabled();
    },
  },
  {
    name: 'the organization window: members',
    open: async page => {
      await organization(page);
      await turnTo(page, 'Members');
      await expect(page.getByRole('dialog').getByText(people.mel.email)).toBeVisible();
    },
  },
  {
    name: 'the organization window: an invitation',
    open: async page => {
      await organization(page);
      await turnTo(page, 'Members');
      await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
      await expect(page.getByRole('dialog').getByRole('button', { name: 'Send invitations' })).toBeVisible();
    },
  },
  {
    name: 'the window for a new organization',
    open: async page => {
      await switcher(page);
      await page.getByText('Create organization').click();
      await expect(page.getByRole('dialog').getByLabel('Name')).toBeVisible();
    },
  },
];

export const enterAcme = (page: Page) => enter(page, people.ada);
