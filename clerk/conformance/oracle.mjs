// The reference: npm @clerk/backend, with its clock and its network replaced by the case's.

let current;

globalThis.fetch = async (input, init) => answer(new URL(String(input)), init);
const { createClerkClient } = await import('@clerk/backend');

const realNow = Date.now;
const quiet = () => {};

/** What upstream makes of a case, in the harness's words. */
export async function decide(testCase) {
  current = testCase;
  Date.now = () => testCase.now_ms;
  const { log, warn, error } = console;
  Object.assign(console, { log: quiet, warn: quiet, error: quiet });
  try {
    // As JSON has it: an infinite number is `null` there.
    return JSON.parse(JSON.stringify(await describe(testCase)));
  } catch (thrown) {
    return { ...failed, thrown: String(thrown?.message ?? thrown) };
  } finally {
    Object.assign(console, { log, warn, error });
    Date.now = realNow;
  }
}

const failed = {
  status: 'error', reason: null, location: null, set_cookies: [], session_status: null, auth: null, has: [],
};

async function describe({ config, request, has = [] }) {
  const client = createClerkClient({
    secretKey: config.secret_key,
    publishableKey: config.publishable_key,
    apiUrl: current.api_url ?? 'http://backend-api.test',
    telemetry: { disabled: true },
  });
  const state = await client.authenticateRequest(toRequest(request), options(config));
  const auth = state.toAuth();
  const signedIn = Boolean(auth?.userId);
  return {
    status: state.status,
    reason: state.reason,
    message: state.message,
    resolved: state.headers.has('access-control-allow-origin'),
    location: state.headers.get('location'),
    set_cookies: state.headers.getSetCookie(),
    session_status: auth?.sessionStatus ?? null,
    auth: signedIn ? plain(auth) : null,
    has: state.status === 'handshake' ? [] : has.map(asked => auth.has(asked)),
  };
}

function plain(auth) {
  const { userId, sessionId, orgId, orgRole, orgSlug, orgPermissions, actor, sessionClaims } = auth;
  const all = { userId, sessionId, orgId, orgRole, orgSlug, orgPermissions, actor, sessionClaims };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value ?? null]));
}

function toRequest({ method, url, headers }) {
  const all = new Headers();
  for (const [name, value] of headers) all.append(name, value);
  return new Request(url, { method, headers: all });
}

function options(config) {
  return {
    publishableKey: config.publishable_key,
    secretKey: config.secret_key,
    jwtKey: config.jwt_key,
    authorizedParties: config.authorized_parties,
    issuer: config.issuers,
    audience: config.audience,
    clockSkewInMs: config.clock_skew_ms,
    domain: config.domain,
    isSatellite: config.is_satellite,
    satelliteAutoSync: config.satellite_auto_sync,
    proxyUrl: config.proxy_url,
    signInUrl: config.sign_in_url,
    organizationSyncOptions:
      config.organization_patterns || config.personal_account_patterns
        ? {
            organizationPatterns: config.organization_patterns,
            personalAccountPatterns: config.personal_account_patterns,
          }
        : undefined,
    acceptsToken: 'session_token',
    skipJwksCache: true,
  };
}

/** The Backend API. */
function answer(url, init) {
  if (url.pathname === '/v1/jwks') return json(200, current.jwks);
  if (url.pathname === '/v1/clients/handshake_payload') {
    const directives = (current.handshake_payloads ?? {})[url.searchParams.get('nonce')];
    return directives ? json(200, { directives }) : json(404, { errors: [{ code: 'resource_not_found', message: '' }] });
  }
  if (/^\/v1\/sessions\/[^/]+\/refresh$/.test(url.pathname)) return refresh(init);
  throw new Error(`unexpected call: ${url.href}`);
}

function refresh() {
  const { cookies, error } = current.refresh ?? { error: 'unexpected_error' };
  if (cookies) return json(200, { object: 'cookies', cookies });
  if (error === 'unexpected_error') throw new Error('unreachable');
  return json(422, { errors: [{ code: error, message: '' }] });
}

function json(status, body) {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
