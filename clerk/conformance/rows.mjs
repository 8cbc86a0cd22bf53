// Which row of the decision table upstream decided by (clerk/protocol/specification.md), so that the suite
// can say it has been everywhere.

/** The rows of a case: usually one; two where a handshake failed and the cookies decided after all. */
export function rowsOf(testCase, upstream) {
  const { status, resolved, thrown } = upstream;
  if (status === 'error') return [/Handshake token verification failed/.test(thrown) ? 'row 1, thrown' : 'thrown'];
  if (hasTokenInHeader(testCase)) return [`header, ${headerRow(upstream)}`];
  if (resolved) return ['row 1, resolved'];
  const row = `row ${cookieRow(testCase, upstream)}`;
  return hasHandshake(testCase) ? ['row 1, failed', row] : [row];
}

/** Each must occur often enough. */
export const ROWS = [
  ...['resolved', 'thrown', 'failed'].map(end => `row 1, ${end}`),
  ...Array.from({ length: 17 }, (_, index) => `row ${index + 2}`),
  ...['another class', 'verified', 'refused'].map(end => `header, ${end}`),
];

function headerRow({ status, reason }) {
  if (reason === 'token-type-mismatch') return 'another class';
  return status === 'signed-in' ? 'verified' : 'refused';
}

function cookieRow(testCase, { status, reason, message, set_cookies: cookies }) {
  const live = testCase.config.publishable_key.startsWith('pk_live_');
  if (status === 'signed-in') return cookies.length ? 15 : 18;
  if (reason === 'session-token-and-uat-missing') return asksItsPrimary(testCase) ? (live ? 2 : 4) : 9;
  if (reason === 'satellite-needs-syncing') return live ? 3 : 5;
  if (reason === 'token-invalid' && message.startsWith('Invalid JWT form.')) return 12;
  return REASONS[reason] ?? 15;
}

const REASONS = {
  'primary-responds-to-syncing': 6,
  'dev-browser-sync': 7,
  'dev-browser-missing': 8,
  'session-token-but-no-client-uat': 10,
  'client-uat-but-no-session-token': 11,
  'token-type-mismatch': 13,
  'session-token-iat-before-client-uat': 14,
  'primary-domain-cross-origin-sync': 16,
  'active-organization-mismatch': 17,
};

/** A satellite's document that its primary has not answered for. */
function asksItsPrimary({ config, request }) {
  const isDocument = request.method.toUpperCase() === 'GET' && header(request, 'sec-fetch-dest') === 'document';
  return config.is_satellite && isDocument && new URL(request.url).searchParams.get('__clerk_synced') !== 'true';
}

function hasTokenInHeader({ request }) {
  const [scheme, token] = (header(request, 'authorization') ?? '').split(' ');
  return token ? scheme === 'Bearer' : scheme !== '';
}

function hasHandshake({ request }) {
  const all = [request.url, ...request.headers.filter(([name]) => name === 'cookie').map(([, value]) => value)];
  return /__clerk_handshake(_nonce)?=/.test(all.join(' '));
}

function header({ headers }, name) {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1].trim();
}
