// Two answers to one case: equal or not, and in strict mode by which rule not.

import { isDeepStrictEqual } from 'node:util';

const FIELDS = ['status', 'reason', 'location', 'set_cookies', 'session_status', 'auth', 'has'];

/** The fields that differ. */
export const differences = (ours, theirs) => FIELDS.filter(field => !isDeepStrictEqual(ours[field], theirs[field]));

/** The strict rules that explain why we differ from upstream, or `undefined`: then it is a bug. */
export function explain(testCase, strict, upstream) {
  const single = RULES.find(([rule, fits]) => testCase.rules.includes(rule) && fits(strict, upstream, testCase))?.[0];
  if (single || !testCase.rules.includes('S1') || !strict.location || !upstream.location) return single;
  // Two at once: the origin of `Location`, and something else.
  const other = explain(testCase, { ...strict, location: null }, { ...upstream, location: null });
  return other && `S1+${other}`;
}

const isOut = ({ status }) => status !== 'signed-in';
const reasonIs = reason => strict => isOut(strict) && strict.reason === reason;
const refreshed = strict => strict.reason === 'session-token-expired-refresh-invalid-session-token';
const anew = (strict, upstream, { request }) => /__clerk_handshake|__refresh/.test(JSON.stringify(request)) &&
  (strict.status !== 'signed-in' || upstream.status === 'signed-in' || upstream.reason === 'session-token-missing');

/** Most specific first. Each says which answers the rule can turn upstream's into. */
const RULES = [
  ['S3', strict => isOut(strict) && (strict.reason === 'token-invalid-authorized-parties' || refreshed(strict))],
  ['S2', strict => isOut(strict) && (strict.reason === 'token-invalid-issuer' || refreshed(strict))],
  ['S4', strict => isOut(strict) && (strict.reason === 'token-verification-failed' || refreshed(strict))],
  ['S9', strict => isOut(strict) && (strict.reason === 'jwk-kid-mismatch' || refreshed(strict))],
  ['S10', (strict, upstream) => strict.reason === 'unexpected-error' && strict.status === 'signed-out' && (upstream.status === 'error' || upstream.reason !== 'unexpected-error')],
  ['S8', (strict, upstream) => strict.status === 'signed-out' && upstream.status === 'handshake' && strict.reason === upstream.reason],
  ['S11', (strict, upstream) => upstream.reason === 'primary-responds-to-syncing' && strict.reason !== 'primary-responds-to-syncing'],
  ['S6', () => true],
  ['S7', (strict, upstream, testCase) => differsByCookiesOnly(strict, upstream) || anew(strict, upstream, testCase) || strict.reason === 'session-token-missing' || upstream.reason === 'session-token-missing'],
  ['S5', strict => strict.reason === 'token-invalid' || refreshed(strict) || /decode-failed/.test(strict.reason ?? '')],
  ['S5', () => true],
  ['S1', (strict, upstream) => differsByOriginOnly(strict, upstream) || isCrossOrigin(strict) !== isCrossOrigin(upstream)],
  // A token refused inside a handshake or a refresh sends the request on to the normal rows.
  ...['S2', 'S3', 'S4', 'S9', 'S10'].map(rule => [rule, anew]),
];

const isCrossOrigin = ({ reason }) => reason === 'primary-domain-cross-origin-sync';

function differsByCookiesOnly(strict, upstream) {
  const fields = differences(strict, upstream);
  return fields.length === 1 && fields[0] === 'set_cookies' && strict.set_cookies.every(line => upstream.set_cookies.includes(line));
}

function differsByOriginOnly(strict, upstream) {
  return differences(strict, upstream).every(field => field === 'location');
}
