// The app for organizations only: no personal accounts, and its local Clerk keeps a session pending until one is chosen.

import { requiredPort } from './addresses.js';
import { testOn } from './own-server.js';

export const test = testOn(requiredPort, { CLERK_PERSONAL_ACCOUNTS: 'off' });
