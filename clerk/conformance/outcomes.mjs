// Everything a session token can come to, and the strict rules: each must occur in a run.
//
// Not here, because no question to the harness leads there: `secret-key-invalid`, `jwk-local-missing` and
// `jwk-failed-to-resolve` (the Backend API's and the configuration's own faults), and what only machine tokens reach.

const both = ['dev-browser-missing', 'dev-browser-sync', 'primary-responds-to-syncing', 'satellite-needs-syncing', 'session-token-but-no-client-uat', 'client-uat-but-no-session-token', 'session-token-iat-before-client-uat', 'session-token-nbf', 'session-token-iat-in-the-future'];
const handshake = ['active-organization-mismatch', 'primary-domain-cross-origin-sync'];
const notRefreshed = ['non-eligible-no-refresh-cookie', 'invalid-session-token', 'expired-session-token-decode-failed', 'expired-session-token-missing-sid-claim', 'fetch-error', 'unexpected-sdk-error', 'unexpected-bapi-error', 'session_not_found'];
const signedOut = ['session-token-and-uat-missing', 'session-token-missing', 'token-type-mismatch', 'unexpected-error', 'token-invalid', 'token-invalid-algorithm', 'token-invalid-authorized-parties', 'token-invalid-issuer', 'token-invalid-signature', 'token-verification-failed', 'jwk-kid-mismatch', 'jwk-remote-failed-to-load', 'session-token-expired-refresh-non-eligible-non-get'];

export const OUTCOMES = [
  'signed-in',
  'error',
  ...[...both, ...handshake, ...notRefreshed.map(reason => `session-token-expired-refresh-${reason}`)].map(reason => `handshake ${reason}`),
  ...[...both, ...signedOut].map(reason => `signed-out ${reason}`),
];

/** S12 is about response headers, which the harness does not show. */
export const RULES = Array.from({ length: 16 }, (_, index) => `S${index + 1}`).filter(rule => rule !== 'S12');
