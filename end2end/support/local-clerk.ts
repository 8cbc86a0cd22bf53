// The local Clerk that the debug server brings.

import { LocalClerk } from '../../clerk/end2end/support/local-clerk.js';
import { controlAddress, origin } from './addresses.js';

export const localClerk = new LocalClerk(`http://${controlAddress}`, origin);
