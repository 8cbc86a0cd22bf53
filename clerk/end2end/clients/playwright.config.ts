// Clerk's other clients against the local Clerk. They are run by name (bin/local-clerk-matrix), not with the other tests:
// their packages come from npm.

import { defineConfig } from '@playwright/test';

import base from '../playwright.config.js';

export default defineConfig(base, { testDir: '.', outputDir: '../test-results' });
