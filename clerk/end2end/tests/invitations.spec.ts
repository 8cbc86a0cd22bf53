// Invitations into an organization: sent from its profile, followed from the mail's link by whoever gets it.

import { test } from '../support/host.js';
import { people } from '../support/people.js';
import { newAddress, signOut } from '../support/person.js';
import { chooseFor, invite, openProfile, row, sendInvitations, turnTo } from '../support/team.js';
import { expect } from '../support/test.js';

const DAY = 86_400_000;

test('whoever is new signs up with the link, without a code, and is a member', async ({ visit, host }) => {
  const address = newAddress();
  const ada = await visit(people.ada);
  await openProfile(ada, 'acme', 'Members');
  await invite(ada, [address], 'Viewer');
  await turnTo(ada, /Invitations/);
  await expect(row(ada, address)).toContainText('Viewer');

  const newcomer = await visit();
  await newcomer.goto((await host.clerk.mail(address)).link!);
  await expect(newcomer).toHaveURL(/\/sign-up/);
  await newcomer.getByLabel('Password', { exact: true }).fill('a-long-local-password');
  await newcomer.getByLabel('Password', { exact: true }).press('Enter');
  await newcomer.waitForURL('/private');
  await expect(newcomer.locator('#page')).toContainText('acme');

  await openProfile(ada, 'acme', 'Members');
  await expect(row(ada, address)).toBeVisible();
});

test('whoever has an account is signed in by the link', async ({ visit, host }) => {
  const ada = await visit(people.ada);
  await openProfile(ada, 'acme', 'Members');
  await invite(ada, [people.sam.email]);
  const sam = await visit();
  await sam.goto((await host.clerk.mail(people.sam.email)).link!);
  await sam.waitForURL('/private');
  await expect(sam.locator('#page')).toHaveText(`${people.sam.id} acme`);
});

test('whoever is signed in as the invited person is in at once', async ({ visit, host }) => {
  await host.clerk.backend('POST', '/organizations/acme/invitations', { email_address: people.sam.email, role: 'org:viewer' });
  const sam = await visit(people.sam);
  await sam.goto((await host.clerk.mail(people.sam.email)).link!);
  await expect(sam).toHaveURL(/\/(\?__clerk_status=complete)?$/);
  await expect(sam.locator('#page')).toHaveText(`${people.sam.id} acme`);
});

test('whoever is signed in as somebody else stays that, and the invitation waits', async ({ visit, host }) => {
  await host.clerk.backend('POST', '/organizations/acme/invitations', { email_address: people.sam.email, role: 'org:viewer' });
  const { link } = await host.clerk.mail(people.sam.email);
  const page = await visit(people.mel);
  await page.goto(link!);
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toContainText(people.mel.id);
  expect((await host.clerk.backend('GET', '/organizations/acme/invitations?status=pending')).total_count).toBe(1);
  await signOut(page);
  await page.goto(link!);
  await page.waitForURL('/private');
  await expect(page.locator('#page')).toHaveText(`${people.sam.id} acme`);
});

test.describe('a link that is over', () => {
  test.use({ provoked: [400] });

  test('says that the invitation was revoked', async ({ visit, host }) => {
    const address = newAddress();
    const ada = await visit(people.ada);
    await openProfile(ada, 'acme', 'Members');
    await invite(ada, [address]);
    await turnTo(ada, /Invitations/);
    await chooseFor(ada, address, 'Revoke invitation');
    await expect(row(ada, address)).toBeHidden();
    const late = await visit();
    await late.goto((await host.clerk.mail(address)).link!);
    await expect(late.getByText('This invitation was revoked.')).toBeVisible();
  });

  test('says that the invitation has expired', async ({ visit, host }) => {
    const address = newAddress();
    const wanted = { email_address: address, role: 'org:viewer', expires_in_days: 1 };
    await host.clerk.backend('POST', '/organizations/acme/invitations', wanted);
    const { link } = await host.clerk.mail(address);
    await host.clerk.settings({ clock_offset_ms: 2 * DAY });
    const late = await visit();
    await late.goto(link!);
    await expect(late.getByText('This link has expired.')).toBeVisible();
  });

  test('says that the invitation was accepted already', async ({ visit, host }) => {
    await host.clerk.backend('POST', '/organizations/acme/invitations', { email_address: people.sam.email, role: 'org:viewer' });
    const { link } = await host.clerk.mail(people.sam.email);
    const sam = await visit();
    await sam.goto(link!);
    await sam.waitForURL('/private');
    const again = await visit();
    await again.goto(link!);
    await expect(again.getByText('This invitation was accepted already.')).toBeVisible();
  });

  test('nobody is invited twice, or who is in', async ({ visit }) => {
    const ada = await visit(people.ada);
    await openProfile(ada, 'acme', 'Members');
    await sendInvitations(ada, [people.mel.email]);
    await expect(ada.getByText(/is already a member of the organization/)).toBeVisible();
  });
});

