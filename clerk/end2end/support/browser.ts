// How the tests use the browser.

import type { PlaywrightTestConfig } from '@playwright/test';

export const browser: PlaywrightTestConfig['use'] = {
  screenshot: 'only-on-failure',
  trace: 'retain-on-failure',
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
};
