// What people know and hold: telephone numbers, names, authenticator apps, codes of a list, browsers that are trusted; and
// what a session asks for before it is active. Each walk goes through Clerk's own forms.

import { codeOf } from '../support/authenticator.js';
import { begin, expectSignedIn, identify, leave, proceed, typeCode, typePassword } from '../support/forms.js';
import { test } from '../support/host.js';
import { password, people } from '../support/people.js';
import { mount } from '../support/team.js';
import { expect } from '../support/test.js';

const NUMBER = '5555550101';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('a telephone number and a name sign up, sign in, and come by another password', async ({ page, host }) => {
  await host.clerk.settings({
    factors: ['password', 'phone_code', 'username'],
    email_address: 'off',
    phone_number: 'required',
    username: 'required',
  });
  await page.goto('/sign-up');
  await page.getByLabel('Username').fill('nora_1');
  await page.getByLabel('Phone number').fill(NUMBER);
  await page.getByLabel('Password', { exact: true }).fill('a-long-local-password');
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await typeCode(page);
  await expectSignedIn(page);
  await leave(page);

  await page.goto('/sign-in');
  await page.getByText('Use username').click();
  await page.getByLabel('Username').fill('Nora_1');
  await proceed(page);
  await typePassword(page, 'a-long-local-password');
  await expectSignedIn(page);
  await leave(page);

  await page.goto('/sign-in');
  await page.getByLabel('Phone number').fill(NUMBER);
  await proceed(page);
  await page.getByText('Use another method').click();
  await page.getByRole('button', { name: /Send SMS code/ }).click();
  await typeCode(page);
  await expectSignedIn(page);
  expect((await host.clerk.mail('+15555550101')).template).toBe('verification_code');
  await leave(page);

  await page.goto('/sign-in');
  await page.getByLabel('Phone number').fill(NUMBER);
  await proceed(page);
  await page.getByText('Forgot password?').click();
  await page.getByRole('button', { name: 'Reset your password' }).click();
  await typeCode(page);
  await page.getByLabel('New password').fill('another-long-password');
  await page.getByLabel('Confirm password').fill('another-long-password');
  await page.getByRole('button', { name: 'Reset Password' }).click();
  await expectSignedIn(page);
});

test('a second factor is asked for after the password: an app, a message, a code of the list', async ({ page, host }) => {
  await host.clerk.settings({ second_factors: ['totp', 'phone_code', 'backup_code'] });
  await host.clerk.backend('PATCH', `/users/${people.ada.id}`, { totp_secret: SECRET, backup_codes: ['spare-1'] });
  const number = { user_id: people.ada.id, phone_number: '+15555550101', verified: true, reserved_for_second_factor: true };
  await host.clerk.backend('POST', '/phone_numbers', number);

  await begin(page, people.ada.email);
  await expect(page.getByText('Two-step verification')).toBeVisible();
  await typeCode(page, codeOf(SECRET));
  await expectSignedIn(page);
  await leave(page);

  await begin(page, people.ada.email);
  await page.getByText('Use another method').click();
  await page.getByRole('button', { name: /Send SMS code/ }).click();
  await typeCode(page);
  await expectSignedIn(page);
  await leave(page);

  await begin(page, people.ada.email);
  await page.getByText('Use another method').click();
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await page.getByLabel('Backup code').fill('spare-1');
  await proceed(page);
  await expectSignedIn(page);
});

test('a browser where somebody never was is trusted once', async ({ page, host }) => {
  await host.clerk.settings({ device_trust: true });
  await begin(page, people.ada.email);
  await expect(page.getByText(/from a new device/)).toBeVisible();
  await typeCode(page);
  await expectSignedIn(page);
  await leave(page);
  await begin(page, people.ada.email);
  await expectSignedIn(page);
  await leave(page);

  await host.clerk.settings({ factors: ['password', 'email_link'] });
  await begin(page, people.mel.email);
  await expect(page.getByText('Check your email')).toBeVisible();
  await expect.poll(async () => (await host.clerk.mail(people.mel.email)).link).toBeTruthy();
  const link = (await host.clerk.mail(people.mel.email)).link!;
  const other = await page.context().newPage();
  await other.goto(link);
  await expectSignedIn(page);
});

test('a compromised password is replaced, and a second factor set up, before anything else', async ({ page, host }) => {
  await host.clerk.settings({ reset_password_task: true, second_factors: ['totp'], second_factor_required: true });
  await host.clerk.backend('POST', `/users/${people.ada.id}/password/set_compromised`, { revoke_all_sessions: false });
  await begin(page, people.ada.email);
  await expect(page).toHaveURL(/\/tasks\/reset-password/);
  await page.getByLabel('New password').fill('another-long-password');
  await page.getByLabel('Confirm password').fill('another-long-password');
  await page.getByRole('button', { name: 'Reset Password' }).click();
  await expect(page).toHaveURL(/\/tasks\/setup-mfa/);
  await page.getByRole('button', { name: /scan QR code/ }).click();
  const secret = await page.locator('input[readonly]').first().inputValue();
  await proceed(page);
  await typeCode(page, codeOf(secret));
  await expect(page.getByText('Two-step verification is now enabled', { exact: false })).toBeVisible();
  await proceed(page);
  await expectSignedIn(page);
  expect((await page.request.get('/api/me')).status()).toBe(200);
});

test.describe('refused by Clerk', () => {
  test.use({ provoked: [400, 403, 422, 429] });

  test('each of the errors that people meet can be brought about by hand', async ({ page, host }) => {
    const error = page.getByTestId('form-feedback-error');
    await identify(page, 'Email address', 'nobody@example.com');
    await expect(error).toHaveText(/couldn't find your account/i);

    await page.goto('/sign-up');
    await page.getByLabel('Email address').fill('leaked+clerk_test@example.com');
    await page.getByLabel('Password', { exact: true }).fill('password123');
    await page.getByLabel('Password', { exact: true }).press('Enter');
    await expect(error).toHaveText(/found in an online data breach|found as part of a breach/i);

    await host.clerk.settings({ lockout_attempts: 2, lockout_minutes: 5 });
    await begin(page, people.vic.email, 'wrong');
    await expect(error).toHaveText(/password is incorrect/i);
    // ClerkJS leaves the form when it hears that.
    await typePassword(page, 'wrong again');
    await expect(page).not.toHaveURL(/factor-one/);
    expect(await host.clerk.refusals()).toContain('user_locked');

    await host.clerk.settings({ factors: ['email_code'] });
    await identify(page, 'Email address', people.mel.email);
    await expect(page.getByLabel('Enter verification code')).toBeVisible();
    await host.clerk.advance(11 * 60_000);
    await typeCode(page);
    await expect(error).toHaveText(/expired/i);

    await host.clerk.settings({ allowlist: true });
    await identify(page, 'Email address', people.sam.email);
    await expect(page.getByText('Access not allowed.')).toBeVisible();

    await host.clerk.settings({ allowlist: false, factors: ['password'], rate_limits: true, lockout_attempts: 100 });
    await begin(page, people.sam.email, 'wrong');
    for (const attempt of [2, 3, 4]) {
      await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeEnabled();
      await typePassword(page, `wrong ${attempt}`);
    }
    await expect(page.getByText(/too many requests/i)).toBeVisible();
  });
});

test('the waitlist lets somebody in by mail; whoever was not invited stays outside', async ({ page, host }) => {
  const email = 'waiting+clerk_test@example.com';
  await host.clerk.settings({ sign_up_mode: 'waitlist', legal_consent: true, terms_url: 'http://localhost/terms' });
  await page.goto('/sign-up');
  await expect(page.getByText('Access restricted')).toBeVisible();
  await page.goto('/');
  await mount(page, 'Waitlist');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Join the waitlist' }).click();
  await expect(page.getByText('Thanks for joining the waitlist!')).toBeVisible();
  const { data } = (await host.clerk.backend('GET', '/waitlist_entries')) as { data: { id: string }[] };
  await host.clerk.backend('POST', `/waitlist_entries/${data[0]!.id}/invite`);
  await page.goto((await host.clerk.mail(email)).link!);
  await page.getByLabel('Password', { exact: true }).fill('a-long-local-password');
  await page.getByRole('checkbox').check();
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expectSignedIn(page);
  await leave(page);
  await host.clerk.settings({ sign_up_mode: 'restricted' });
  await page.goto('/sign-up');
  await expect(page.getByText('Access restricted')).toBeVisible();
});
