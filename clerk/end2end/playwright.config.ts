// The browser tests of Clerk's own flows, against the small app in host/. Whoever runs them builds it, and says where:
// CLERK_HOST_BINARY is its server, CLERK_HOST_PROGRAM the folder of its program for the browser.

import { defineConfig } from '@playwright/test';

import { browser } from './support/browser.js';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: !!process.env.CI,
  // One host at a time: all are on the same ports.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: browser,
});
