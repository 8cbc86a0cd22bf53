// What strict mode is: each rule as a change to the case, after which upstream must decide what we decide strictly.
//
// So a difference is not only allowed where a rule might apply: it must be the very one the rule makes, and a rule that
// stopped working is a difference too. S12 is about response headers, which the harness does not show, and neither does it
// show the cookies that are kept beside Clerk's.

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { cookieSuffix, token } from './tokens.mjs';

const RULES = [['S1', origin], ['S2', issuers], ['S3', parties], ['S5', unreadable], ['S4', ids], ['S14', statuses], ['S15', times], ['S6', handshakeQuery], ['S6', nonces], ['S7', directives], ['S13', deadNonces], ['S8', loops], ['S9', keys], ['S11', satellites]];

/** `{ altered, rules, rename }`: the case as strict mode sees it, the rules it took, and our answer in its words. */
export function asStrictlySeen(testCase) {
  const altered = structuredClone(testCase);
  const state = { renamed: [], tokens: [], lines: [], live: testCase.config.publishable_key.startsWith('pk_live_') };
  const rules = RULES.filter(([, apply]) => apply(altered, state)).map(([rule]) => rule);
  state.secure = URL.canParse(altered.request.url) && new URL(altered.request.url).protocol === 'https:';
  return { altered, rules: [...new Set(rules)], rename: answer => rename(answer, state) };
}

/** S10: what upstream throws on is signed out, unless the configuration itself is at fault, cookies or not. */
export async function withoutThrowing(upstream, testCase, decide) {
  if (upstream.status !== 'error') return upstream;
  const { has = [], request } = testCase;
  const bare = { ...request, headers: request.headers.filter(([name]) => name === 'origin') };
  const { thrown = '' } = await decide({ ...testCase, request: bare });
  if (/^(Publishable key |Missing |The signInUrl |Invalid pattern )/.test(thrown)) return upstream;
  return { ...upstream, status: 'signed-out', reason: 'unexpected-error', has: has.map(() => false) };
}

/** S16: what was refused to the session a moment ago is not asked for; the session stays where it is. */
export async function withoutAsking(upstream, altered, decide) {
  if (upstream.reason !== 'active-organization-mismatch' || upstream.status !== 'handshake') return upstream;
  const asked = new URL(upstream.location).searchParams;
  const { sid } = JSON.parse(new TextDecoder().decode(Buffer.from(asked.get('__session').split('.')[1], 'base64url')));
  const cookies = altered.request.headers.filter(([name]) => name === 'cookie').map(([, value]) => value).join('; ');
  const refused = /(?:^|; ?)__clerk_refused=([^;]*)/.exec(cookies)?.[1].split('.') ?? [];
  if (!refused.includes(refusal(sid, asked.get('organization_id')))) return upstream;
  // As if it had been asked for three times already, which ends a handshake of this reason and no other.
  const headers = [...altered.request.headers.filter(([name]) => name !== 'cookie'), ['cookie', `__clerk_redirect_count=3; ${cookies}`]];
  return decide({ ...altered, request: { ...altered.request, headers } });
}

/** What the cookie of S16 has for a session and what it asked for. */
export const refusal = (sid, name) => createHash('sha256').update(`${sid}\n${name}`).digest('base64url').slice(0, 16);

/** S1: the URL is the one of the public origin, of trusted forwarded headers, or of `Host`. */
function origin({ config, request }) {
  const url = new URL(request.url);
  const upstreams = resolved(url, originOfHeaders(request, url, true));
  const known = config.public_origin || originOfHeaders(request, url, config.trust_forwarded);
  const seen = known && URL.canParse(known) ? new URL(known).origin : url.origin;
  if (seen !== url.origin) request.url = `${seen}${url.pathname}${url.search}`;
  request.headers = request.headers.filter(([name]) => !/^(host|x-forwarded-(host|proto))$/.test(name));
  return new URL(request.url).href !== upstreams;
}

/** Upstream resolves the path against the origin, so that `//host` is another one. */
function resolved(url, known) {
  const path = `${url.pathname}${url.search}`;
  return known && known !== url.origin && URL.canParse(path, known) ? new URL(path, known).href : url.href;
}

function originOfHeaders({ headers }, url, trusted) {
  const value = name => headers.find(([candidate]) => candidate === name)?.[1].trim();
  const forwarded = name => (trusted ? value(name)?.split(',')[0] : undefined);
  const host = forwarded('x-forwarded-host') ?? value('host');
  const scheme = forwarded('x-forwarded-proto') ?? url.protocol.slice(0, -1);
  return host && scheme ? `${scheme}://${host}` : undefined;
}

/** S2: without issuers, the key's own. */
function issuers({ config, made }) {
  if (config.issuers?.length) return false;
  const host = Buffer.from(config.publishable_key.split('_')[2] ?? '', 'base64').toString().slice(0, -1);
  config.issuers = [`https://${host}`];
  const sessions = made.map(({ payload }) => claimsOf(payload)).filter(claims => !claims?.handshake);
  return config.is_satellite || sessions.some(claims => claims?.iss !== config.issuers[0]);
}

/** S3: a live key without parties knows none. */
function parties({ config }, { live }) {
  if (!live || config.authorized_parties?.length) return false;
  config.authorized_parties = ['nobody'];
  return true;
}

/** S5: such a token cannot be read at all. */
function unreadable(testCase, state) {
  const large = testCase.made.map(({ text }) => text).filter(text => text.length > 16 * 1024);
  const pairs = [...testCase.unreadable, ...large].map((text, index) => [text, `unreadable-${index}`]);
  // A cookie's value ends at its second `=`: padding does not come out of a directive.
  const inLines = pairs.filter(([text]) => !text.includes('='));
  return replaceTokens(testCase, state, pairs, inLines);
}

/** S4: a token with an id of another kind is refused where one without `sub` is. */
function ids(testCase, state) {
  return withoutSubject(testCase, state, isNamed);
}

/** S14: so is one of a session that is neither active nor pending. */
function statuses(testCase, state) {
  return withoutSubject(testCase, state, claims => !('sts' in claims) || ['active', 'pending'].includes(claims.sts));
}

/** S15: and one whose times are not all there, whole and near each other. */
function times(testCase, state) {
  return withoutSubject(testCase, state, ({ exp, iat, nbf }) => [exp, iat, nbf].every(isMoment) && exp - iat <= 86_400);
}

const isMoment = seconds => Number.isInteger(seconds) && seconds >= 0 && seconds <= 8.64e12;

function withoutSubject(testCase, state, isSound) {
  const pairs = testCase.made.flatMap(({ text, header, payload, signing }) => {
    const claims = claimsOf(payload);
    if (typeof claims?.sub !== 'string' || isSound(claims)) return [];
    const { sub, ...rest } = claims;
    return [[text, token(header, rest, signing), sub]];
  });
  // A machine's token is one of another class before anybody looks at its claims, but not inside of a handshake.
  const inRequest = pairs.filter(([, , sub]) => !sub.startsWith('mch_'));
  return replaceTokens(testCase, state, inRequest, pairs);
}

function isNamed({ sub, sid, o }) {
  const is = (value, prefix) => typeof value === 'string' && value.startsWith(prefix);
  return is(sub, 'user_') && is(sid, 'sess_') && (o === undefined || o === null || is(o.id, 'org_'));
}

function claimsOf(payload) {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** S6: with a live key a handshake in the query is not seen. */
function handshakeQuery({ config, request }, state) {
  if (!state.live || config.handshake_query_in_production) return false;
  return renameParameter(request, state, '__clerk_handshake', '__clerk_handshook');
}

/** S6: an odd nonce is a failed lookup. */
function nonces(testCase) {
  const odd = Object.keys(testCase.handshake_payloads ?? {}).filter(nonce => !/^[A-Za-z0-9_-]{1,128}$/.test(nonce));
  for (const nonce of odd) delete testCase.handshake_payloads[nonce];
  return odd.length > 0;
}

/** S7: of a handshake's or a refresh's cookies only Clerk's own, for this host. A list with an illegal line fails as a whole. */
function directives(testCase, state) {
  const host = new URL(testCase.request.url).hostname;
  const filter = lines => (lines.every(isLegal) ? lines.filter(line => isAllowed(line, cookieSuffix(testCase.config.publishable_key), host)) : lines);
  const payloads = Object.entries(testCase.handshake_payloads ?? {}).map(([nonce, lines]) => [nonce, filter(lines)]);
  const changed = payloads.some(([nonce, lines]) => lines.length < testCase.handshake_payloads[nonce].length);
  if (changed) testCase.handshake_payloads = Object.fromEntries(payloads);
  return [remake(testCase, state, filter), refreshed(testCase, filter), changed].some(Boolean);
}

/** Nothing of ours is left is not the same as nothing came: one line that says nothing stands for it. */
function refreshed({ refresh }, filter) {
  const cookies = filter(refresh?.cookies ?? []);
  if (cookies.length === (refresh?.cookies ?? []).length) return false;
  refresh.cookies = cookies.length ? cookies : ['__client_uat=1'];
  return true;
}

/** S13: a nonce that stands for no cookie of Clerk's is not seen, but in the query of a development instance. */
function deadNonces({ config, request, handshake_payloads = {} }, { live }) {
  const url = new URL(request.url);
  const inQuery = !live || config.handshake_query_in_production ? url.searchParams.get('__clerk_handshake_nonce') : '';
  const nonce = inQuery || cookieOf(request, '__clerk_handshake_nonce');
  if (!nonce || (inQuery && !live) || hasBearer(request) || handshake_payloads[nonce]?.length) return false;
  const names = ['__clerk_handshake', '__clerk_handshake_nonce'].filter(name => url.searchParams.has(name));
  for (const name of names) url.searchParams.delete(name);
  if (names.length) request.url = url.href;
  for (const header of request.headers) if (header[0] === 'cookie') header[1] = header[1].replaceAll('__clerk_handshake', '__clerk_handshook');
  return true;
}

function cookieOf({ headers }, wanted) {
  const pairs = headers.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(';').map(pair => pair.trim().split('=')));
  return decode(pairs.find(([name]) => name === wanted)?.[1] ?? '');
}

function hasBearer({ headers }) {
  const [scheme, credentials] = (headers.find(([name]) => name === 'authorization')?.[1] ?? '').trim().split(' ');
  return credentials ? scheme === 'Bearer' : Boolean(scheme);
}

/** Makes handshake tokens again, with other lines in them. */
function remake(testCase, state, change) {
  const pairs = testCase.made.flatMap(made => {
    const lines = made.payload?.handshake;
    if (!Array.isArray(lines) || lines.some(line => typeof line !== 'string')) return [];
    const handshake = change(lines);
    if (isDeepStrictEqual(handshake, lines)) return [];
    const before = made.text;
    made.payload = { ...made.payload, handshake };
    made.text = token(made.header, made.payload, made.signing);
    return [[before, made.text]];
  });
  return pairs.length > 0 && replaceIn(testCase, state, pairs, []);
}

const isLegal = line => !/[\0\r\n]/.test(line.trim());

function isAllowed(line, suffix, host) {
  const [pair, ...attributes] = line.split(';');
  const [name, value] = pair.split('=');
  const own = /^(__session|__client_uat|__refresh|__clerk_db_jwt)(_.*)?$/.exec(name);
  const clears = /^__clerk_handshake(_nonce)?$/.test(name) && value === '';
  const domains = attributes.map(attribute => /^\s*domain\s*=\s*\.?(.*?)\s*$/i.exec(attribute)?.[1].toLowerCase()).filter(domain => domain !== undefined);
  const covers = domain => domain === host || (domain.includes('.') && host.endsWith(`.${domain}`));
  return /^[ -~]*$/.test(line) && (clears || (own && [undefined, `_${suffix}`].includes(own[2]))) && domains.every(covers);
}

/** S8: more than three is a loop as well, and less than none is none. */
function loops({ request }) {
  const seen = value => (Number(value) > 3 ? '3' : Number(value) < 0 ? '0' : undefined);
  return edit(request, text => text.replace(/(__clerk_redirect_count=)([^;"]*)/, (all, name, value) => (seen(decode(value)) ? `${name}${seen(decode(value))}` : all)));
}

/** S9: keys that are not sound are not there. */
function keys(testCase) {
  const { jwks, made } = testCase;
  const sound = jwks.keys.filter(key => key.kty === 'RSA' && key.use === 'sig' && !['ins_small', 'ins_twice', 'ins_cubic'].includes(key.kid));
  const missing = new Set(jwks.keys.filter(key => !sound.includes(key)).map(key => key.kid));
  testCase.jwks = { keys: sound };
  // Upstream remembers keys by this address.
  testCase.api_url = 'http://backend-api-with-sound-keys.test';
  return made.some(({ header }) => missing.has(header.kid));
}

/** S11: the way back to anything but a satellite is not seen. What is no URL at all is S10's. */
function satellites({ config, request }, state) {
  const target = new URL(request.url).searchParams.get('__clerk_redirect_url');
  if (state.live || config.is_satellite || !target || !URL.canParse(target)) return false;
  if (config.satellite_origins?.includes(new URL(target).origin)) return false;
  return renameParameter(request, state, '__clerk_redirect_url', '__clerk_redirect_gone');
}

function renameParameter(request, state, from, to) {
  const [path, query = ''] = request.url.split('?');
  if (!query.includes(from)) return false;
  request.url = `${path}?${query.replaceAll(from, to)}`;
  state.renamed.push([from, to]);
  return true;
}

function replaceTokens(testCase, state, inRequest, inLines) {
  const changed = replaceIn(testCase, state, inRequest, inLines);
  return remake(testCase, state, lines => lines.map(line => inWords(line, inLines))) || changed;
}

function replaceIn(testCase, state, inRequest, inLines) {
  state.tokens.push(...inRequest);
  state.lines.push(...inLines);
  const places = [['request', inRequest], ['handshake_payloads', inLines], ['refresh', inLines]];
  const changes = places.map(([name, pairs]) => testCase[name] !== undefined && edit(testCase[name], text => inWords(text, pairs), whole => (testCase[name] = whole)));
  return changes.some(Boolean);
}

/** Changes every text in a value. */
function edit(value, change, set = whole => Object.assign(value, whole)) {
  const before = JSON.stringify(value);
  const whole = JSON.parse(before, (_, text) => (typeof text === 'string' ? change(text) : text));
  set(whole);
  return JSON.stringify(whole) !== before;
}

/** Texts with tokens replaced, also where a URL encodes them once or twice. */
function inWords(text, pairs) {
  const once = encodeURIComponent;
  // A longer one may begin with a shorter one.
  return [...pairs].sort(([one], [other]) => other.length - one.length).reduce((all, [from, to]) => [from, once(from), once(once(from))].reduce((rest, spelling) => rest.replaceAll(spelling, to), all), text);
}

/** S8: the counter for the whole site and for longer, which is what upstream's line is then taken for. */
const counter = secure => new RegExp(`^(__clerk_redirect_count=[^;]*); Path=/; Max-Age=900; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}$`);

function rename(answer, { renamed, tokens, lines, secure }) {
  const inLocation = location => renamed.reduce((all, [from, to]) => all.replaceAll(from, to), location);
  return {
    ...answer,
    location: answer.location && inWords(inLocation(answer.location), tokens),
    set_cookies: answer.set_cookies.map(line => inWords(line, lines).replace(counter(secure), '$1; SameSite=Lax; HttpOnly; Max-Age=2')),
  };
}

function decode(value) {
  try {
    return decodeURIComponent(value.trim());
  } catch {
    return value.trim();
  }
}
