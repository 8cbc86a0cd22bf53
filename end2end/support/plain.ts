// What every plain resource can do, tried in a browser. A test says what is its own: names, fields, and values for them.

import type { Page } from '@playwright/test';

import { headersOf, hydrated, unique } from './app.js';
import { expect } from './test.js';

export interface Plain {
  /** The last part of the list's address, also in the API. */
  path: string;
  /** The member of the API's answers that holds one of them. */
  member: string;
  /** What people call one of them. */
  noun: string;
  /** The name of the field that one of them is called by. */
  title: string;
  fields: PlainField[];
}

interface PlainField {
  name: string;
  label: string;
  /** What is typed, chosen or, with `true`, ticked. */
  typed: string;
  /** What people read of it then. */
  read: string;
  /** The value as a program sends it. */
  sent: unknown;
}

const input = (page: Page, label: string) => page.getByLabel(label, { exact: true });

const titleOf = (resource: Plain) => resource.fields.find((field) => field.name === resource.title)!.label;

const others = (resource: Plain) => resource.fields.filter((field) => field.name !== resource.title);

/** The fields of an object, as its page shows them. */
const facts = (resource: Plain, name: string) => resource.fields.map((field) => (field.name === resource.title ? name : field.read));

/** Fills in everything but what it is called. */
async function fillIn(page: Page, resource: Plain) {
  for (const { label, typed } of others(resource)) {
    const control = input(page, label);
    const kind = await control.evaluate((it) => (it instanceof HTMLInputElement ? it.type : it.tagName));
    if (kind === 'checkbox') await control.setChecked(typed === 'true');
    else if (kind === 'SELECT') await control.selectOption(typed);
    else await control.fill(typed);
  }
}

async function expectFilledIn(page: Page, resource: Plain) {
  for (const { label, typed } of others(resource)) {
    const control = input(page, label);
    await expect(control).toHaveValue(typed);
    if ((await control.getAttribute('type')) === 'checkbox') await expect(control).toBeChecked();
  }
}

/** Makes one over the API, for the tenant of the page. */
export async function made(page: Page, resource: Plain, name: string) {
  const sent = Object.fromEntries(resource.fields.map((field) => [field.name, field.sent]));
  const data = { ...sent, [resource.title]: name };
  const answer = await page.request.post(`/api/${resource.path}`, { headers: headersOf(page), data });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json())[resource.member] as { id: string; version: number };
}

/** A form that is refused once keeps what was typed; what was made is changed, and deleted after a question. */
export async function fromEmptyToDeleted(page: Page, resource: Plain, ready: () => Promise<void>) {
  const [name, title, list] = [unique('Name'), titleOf(resource), `/orgs/acme/${resource.path}`];
  const link = (text: string) => page.getByRole('link', { name: text, exact: true });
  await page.goto(list);
  await ready();
  await link(`New ${resource.noun}`).first().click();
  await expect(page.getByRole('heading', { level: 1, name: `New ${resource.noun}` })).toBeVisible();
  await fillIn(page, resource);
  await input(page, title).fill('a\tb');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(input(page, title)).toHaveAttribute('aria-invalid', 'true');
  await expectFilledIn(page, resource);

  await input(page, title).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.locator('.facts-main dd')).toHaveText(facts(resource, name));

  await link('Edit').click();
  await expectFilledIn(page, resource);
  await input(page, title).fill(`${name} II`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.locator('.facts-main dd')).toHaveText(facts(resource, `${name} II`));

  await link('Delete').click();
  await link('Keep it').click();
  await link('Delete').click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page).toHaveURL(new RegExp(`${list}$`));
  await expect(page.getByText(name)).toHaveCount(0);
}

/** Of the person's own. */
export async function sortedAndPaged(page: Page, resource: Plain) {
  await page.goto(`/personal/${resource.path}`);
  await hydrated(page);
  for (let at = 0; at < 21; at += 1) await made(page, resource, `Sorted ${String(at).padStart(2, '0')}`);
  await page.reload();
  await hydrated(page);
  const names = page.locator(`tbody td[data-label="${titleOf(resource)}"]`);
  const head = page.getByRole('columnheader', { name: titleOf(resource), exact: true });
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(names.first()).toHaveText('Sorted 00');
  await head.getByRole('link').click();
  await expect(names.first()).toHaveText('Sorted 20');
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(names).toHaveText(['Sorted 00']);
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(names).toHaveCount(20);
}

/** Saved on top of somebody else's change, after that was shown. */
export async function contested(page: Page, resource: Plain) {
  const name = unique('Contested');
  const { id, version } = await made(page, resource, name);
  await page.goto(`/orgs/acme/${resource.path}/${id}/edit`);
  await hydrated(page);
  const data = { [resource.title]: `${name} II`, version };
  const answer = await page.request.patch(`/api/${resource.path}/${id}`, { headers: headersOf(page), data });
  expect(answer.status()).toBe(200);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('alert').locator('dd').first()).toHaveText(`${name} II`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}
