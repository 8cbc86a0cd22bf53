// Two answers to one case: equal or not.

import { isDeepStrictEqual } from 'node:util';

const FIELDS = ['status', 'reason', 'location', 'set_cookies', 'session_status', 'auth', 'has'];

/** The fields that differ. */
export const differences = (ours, theirs) => FIELDS.filter(field => !isDeepStrictEqual(ours[field], theirs[field]));
