// Requests: every row of the decision table often enough, and everything around it at random.

import { makeToken, pickKind } from './claims.mjs';
import { Random } from './random.mjs';
import { refusal } from './strict.mjs';
import { cookieSuffix, forgetTokens, jwks, madeTokens, otherPem, pem, token } from './tokens.mjs';

const NOW = 1_800_000_000_000;
const encodeKey = (prefix, host, padding = '') => `${prefix}${Buffer.from(`${host}$`).toString('base64').replace(/=+$/, '')}${padding}`;

const INSTANCES = [
  { key: encodeKey('pk_test_', 'foo-bar-13.clerk.accounts.dev'), host: 'foo-bar-13.clerk.accounts.dev' },
  { key: encodeKey('pk_test_', 'clerk.inspired.puma-74.lcl.dev'), host: 'clerk.inspired.puma-74.lcl.dev' },
  { key: encodeKey('pk_live_', 'clerk.example.com'), host: 'clerk.example.com' },
  { key: encodeKey('pk_live_', 'clerk.inspired.puma-74.lcl.dev'), host: 'clerk.inspired.puma-74.lcl.dev' },
  { key: encodeKey('pk_live_', 'fake-clerk-test.clerk.accounts.dev', '='), host: 'fake-clerk-test.clerk.accounts.dev' },
];

const suffixes = new Map(INSTANCES.map(({ key }) => [key, cookieSuffix(key)]));

/** The case of a seed and an index. `made` are the tokens in it, `unreadable` those that rule S5 cannot read. */
export function makeCase(seed, index) {
  const random = new Random(seed ^ Math.imul(index + 1, 0x9e3779b1));
  forgetTokens();
  for (let warm = 0; warm < 3; warm++) random.next();
  return new Builder(random, `${seed}:${index}`).build();
}

class Builder {
  constructor(random, id) {
    this.random = random;
    this.now = NOW + random.pick([0, 1, 500, 999]);
    this.unreadable = [];
    this.cookies = [];
    this.query = [];
    this.case = { id, now_ms: this.now, jwks: random.chance(0.98) ? jwks : { keys: [] } };
  }

  build() {
    this.configure();
    this.request();
    const { random } = this;
    if (this.scenario === 'handshake' || random.chance(0.03)) this.handshake();
    this.session();
    this.devBrowser();
    this.refresh();
    if (random.chance(this.scenario === 'satellite' ? 0.45 : 0.15)) this.cookies.push(['__clerk_redirect_count', this.count()]);
    if (random.chance(0.05)) this.cookies.push(['other', '%zz'], ['__session', '']);
    if (this.case.config.organization_patterns && random.chance(0.6)) this.cookies.push(['__clerk_refused', this.refused()]);
    this.finish();
    return { ...this.case, made: madeTokens(), unreadable: this.unreadable };
  }

  configure() {
    const { random } = this;
    this.instance = random.weighted([[5, INSTANCES[0]], [1, INSTANCES[1]], [4, INSTANCES[2]], [1, INSTANCES[3]], [1, INSTANCES[4]]]);
    this.live = this.instance.key.startsWith('pk_live_');
    this.suffix = suffixes.get(this.instance.key);
    this.scenario = random.weighted([[9, 'plain'], [2, 'handshake'], [3, 'satellite'], [2, 'organization'], [1, 'primary'], [2, 'header'], [3, 'refresh']]);
    const config = { publishable_key: this.instance.key, secret_key: random.weighted([[6, this.live ? 'sk_live_x' : 'sk_test_x'], [1, 'deadbeef'], [1, 'test_x']]) };
    if (random.chance(0.01)) config.secret_key = '';
    if (random.chance(0.005)) config.publishable_key = random.pick(['', 'pk_test_', 'pk_test_!!', 'sk_test_x']);
    this.case.config = config;
    if (this.live ? random.chance(0.93) : random.chance(0.5)) config.authorized_parties = random.pick([['http://localhost:3000'], ['http://localhost:3000', 'https://app.example.com']]);
    if (random.chance(0.1)) config.authorized_parties = random.pick([[], ['https://elsewhere.test']]);
    if (random.chance(0.15)) config.issuers = random.pick([[`https://${this.instance.host}`], ['https://elsewhere.test'], [], ['https://elsewhere.test', `https://${this.instance.host}`]]);
    if (random.chance(0.15)) config.audience = random.pick([['api'], ['other', 'api'], [''], []]);
    if (random.chance(0.1)) config.clock_skew_ms = random.pick([0, 5000, 1000, 600_500, -1000, 0.5, 1e9]);
    if (random.chance(0.06)) config.jwt_key = random.pick([pem, pem, otherPem, pem.replace(/-----[^-]+-----/g, '').replace(/\n/g, ''), pem.replace(/\n/g, '\r\n'), '']);
    this.domains(config);
    if (this.scenario === 'organization' || random.chance(0.05)) this.organizations(config);
  }

  domains(config) {
    const { random } = this;
    if (this.scenario === 'satellite') {
      config.is_satellite = true;
      if (random.chance(0.9)) config.domain = random.pick(['satellite.test', 'app.satellite.test:3000']);
      if (random.chance(0.85)) config.sign_in_url = random.pick(['https://primary.test/sign-in', 'https://primary.test/sign-in?x=a%20b&flag', '/sign-in', 'https://app.test/sign-in']);
      if (random.chance(0.5)) config.satellite_auto_sync = random.chance(0.6);
    } else if (random.chance(0.1)) {
      config.domain = 'example.com';
    }
    if (random.chance(0.1)) config.proxy_url = random.pick(['https://example.com/clerk', 'https://example.com/clerk//', '/__clerk', '/__clerk/', 'http://proxy.test', '']);
    this.originalHost = config.is_satellite && config.domain && this.live ? `clerk.${config.domain}` : this.instance.host;
    if (config.sign_in_url === undefined && random.chance(0.1)) config.sign_in_url = '/sign-in';
  }

  organizations(config) {
    const { random } = this;
    const patterns = [['/orgs/:id'], ['/orgs/:slug'], ['/orgs/:id', '/orgs/:id/(.*)'], ['/orgs/:slug', '/orgs/:slug/(.*)'], ['/orgs/:id', '/orgs/:slug'], ['/:any/orgs/:id'], ['/orgs/:slug?'], ['/orgs/:slug+'], ['/orgs/:id*'], ['/{orgs-:slug}?'], ['/(.*)'], ['/orgs/:id([a-z_]+)'], ['/orgs/((?!org_a).*)'], ['/orgs/:slug-:rest'], ['/x.:id'], [], undefined, ['/orgs/:id/***'], ['/orgs/:id(']];
    config.organization_patterns = random.weighted([[4, patterns[0]], [4, patterns[1]], [3, patterns[2]], [3, patterns[3]], [8, random.pick(patterns)]]);
    if (random.chance(0.4)) config.personal_account_patterns = random.pick([['/me', '/me/(.*)'], ['/', '/(.*)'], ['/user/:any/(.*)'], []]);
  }

  request() {
    const { random } = this;
    this.method = random.weighted([[90, 'GET'], [6, 'POST'], [2, 'HEAD'], [1, 'get'], [1, 'PATCH']]);
    const paths = this.scenario === 'organization' || random.chance(0.1) ? ['/orgs/org_a', '/orgs/org_b', '/orgs/acme', '/orgs/bcorp', '/orgs/acme/', '/orgs/org_a/settings', '/orgs/acme/a/b', '/ORGS/acme', '/me', '/me/x', '/x/orgs/org_a', '/user/1/2', '/orgs/a%20b', '/orgs/acme%2Fx', '/orgs-acme', '/orgs/a-b', '/x.org_a', '/orgs', '/'] : ['/', '/path', '/hello/world', '/a/../b', '/%7Euser', '/a%20b', '//evil.test/x', '/a//b', '/ünï', '/a|b', "/q'uote"];
    this.path = random.pick(paths);
    this.origin = random.weighted([[8, 'http://localhost:3000'], [2, 'https://app.example.com'], [1, 'http://app.test']]);
    this.headers = [];
    this.hosts();
    const destination = random.weighted([[12, 'document'], [2, 'iframe'], [1, 'empty'], [1, 'image'], [1, ''], [3, undefined]]);
    if (destination !== undefined) this.headers.push([random.pick(['sec-fetch-dest', 'Sec-Fetch-Dest']), destination]);
    if (random.chance(0.6)) this.headers.push(['accept', random.pick(['text/html,application/xhtml+xml', 'text/html', '*/*', 'application/json, text/html', ' text/html'])]);
    if (random.chance(0.3)) this.headers.push(['referer', this.referrer()]);
    if (random.chance(0.08)) this.headers.push(['origin', random.pick([this.origin, 'https://primary.test', 'null', 'https://app.test'])]);
    if (random.chance(0.2)) this.query.push(random.pick(['q=b%20c&flag&x=%7E!*()\'', 'a=1&a=2', '', 'ü=ß', 'a=%zz&b=%ff', 'a+b=c+d', '&&', '__dev_session=x', 'redirect_url=https%3A%2F%2Fx.test']));
    if (this.scenario === 'satellite' && random.chance(0.5)) this.query.push(`__clerk_synced=${random.pick(['false', 'true', 'maybe', ''])}`);
    if (this.scenario === 'primary' || random.chance(0.02)) this.primary();
  }

  hosts() {
    const { random } = this;
    const config = this.case.config;
    if (random.chance(0.5)) this.headers.push(['host', random.pick([new URL(this.origin).host, 'example.com', 'example.com:8080'])]);
    if (random.chance(0.12)) this.headers.push(['x-forwarded-host', random.pick(['forwarded.test', 'example.com:3213', 'a.test, b.test', '', 'bad host', ' x.test'])]);
    if (random.chance(0.12)) this.headers.push(['x-forwarded-proto', random.pick(['https', 'http', 'https,http', '', 'HTTPS'])]);
    if (random.chance(0.1)) config.public_origin = random.pick(['https://app.example.com', this.origin]);
    if (random.chance(0.3)) config.trust_forwarded = random.chance(0.7);
  }

  referrer() {
    const { random, instance } = this;
    return random.pick([`${this.origin}/before`, 'https://www.google.com/', 'https://google.com/', 'https://accounts.example.com/x', 'https://accounts.evil.test/', 'https://foo-bar-13.accounts.dev/sign-in', 'https://other-app-1.accounts.dev/', 'https://other.clerk.accounts.dev/', 'https://accounts.inspired.puma-74.lcl.dev/', `https://${instance.host}/v1`, `http://${instance.host}:8080/`, 'not a url', 'about:blank', 'https://example.com/clerk', 'https://forwarded.test/', '']);
  }

  primary() {
    const { random } = this;
    const target = random.pick(['http://localhost:4000', 'https://satellite.test/path?x=a%20b', 'https://satellite.test/?__clerk_synced=false', 'not a url', '', '//x', 'javascript:alert(1)', 'https://evil.test']);
    this.query.push(`__clerk_redirect_url=${encodeURIComponent(target)}`);
    if (random.chance(0.5)) this.case.config.satellite_origins = random.pick([['http://localhost:4000', 'https://satellite.test'], ['https://evil.test'], []]);
  }

  token(kind = pickKind(this.random)) {
    const made = makeToken(this.random, { now: this.now, issuer: `https://${this.originalHost}`, parties: this.case.config.authorized_parties }, kind);
    if (made.unreadable) this.unreadable.push(made.text);
    return made;
  }

  session() {
    const { random } = this;
    const placed = random.weighted([[5, 'plain'], [5, 'both'], [3, 'suffixed'], [3, 'none'], [2, 'different']]);
    if (this.scenario === 'satellite' && random.chance(0.5)) return this.clientUat(undefined, 'none');
    const kind = this.scenario === 'refresh' && random.chance(0.8) ? random.weighted([[18, 'expired'], [2, 'expiredWithoutSession'], [3, 'expiredOddSession']]) : pickKind(random);
    const first = this.token(kind);
    const second = placed === 'different' ? this.token() : first;
    if (placed === 'plain' || placed === 'both' || placed === 'different') this.cookies.push(['__session', first.text]);
    if (placed === 'suffixed' || placed === 'both' || placed === 'different') this.cookies.push([`__session_${this.suffix}`, second.text]);
    this.clientUat(typeof first.iat === 'number' ? first.iat : undefined, placed);
    if (this.scenario === 'refresh' && random.chance(0.08)) this.expiredBesideGarbage();
    else if (this.scenario === 'header' || random.chance(0.03)) this.authorization();
  }

  /** What is refreshed is the cookie's token, though the header's is the one that has expired. */
  expiredBesideGarbage() {
    this.headers.push(['authorization', `Bearer ${this.token('expired').text}`]);
    this.cookies.unshift(['__session', 'garbage']);
  }

  authorization() {
    const { random } = this;
    const { text } = this.token();
    this.headers.push(['authorization', random.weighted([[8, `Bearer ${text}`], [1, text], [1, `bearer ${text}`], [1, `Basic ${text}`], [1, `Bearer  ${text}`], [1, `Bearer ${text} x`], [1, 'Bearer'], [1, '']])]);
  }

  clientUat(iat = Math.floor(this.now / 1000), placed) {
    const { random } = this;
    const value = () => random.weighted([[10, String(iat)], [4, '0'], [2, String(iat - 10)], [2, String(iat + 10)], [1, '1'], [2, random.pick(['-1', 'abc', '12abc', '0x10', ' 5', '', '1e9', '00', '+5', '%30'])]]);
    const where = random.weighted([[5, placed === 'none' ? random.pick(['plain', 'suffixed', 'both', 'none']) : placed], [2, random.pick(['plain', 'suffixed', 'both', 'none'])]]);
    const first = value();
    if (where === 'plain' || where === 'both' || where === 'different') this.cookies.push(['__client_uat', first]);
    if (where === 'suffixed' || where === 'both' || where === 'different') this.cookies.push([`__client_uat_${this.suffix}`, random.chance(0.8) ? first : value()]);
  }

  devBrowser() {
    const { random } = this;
    const where = random.weighted([[12, 'both'], [2, 'plain'], [2, 'suffixed'], [2, 'none'], [1, 'query'], [1, 'empty']]);
    if (where === 'both' || where === 'plain') this.cookies.push(['__clerk_db_jwt', 'browser']);
    if (where === 'both' || where === 'suffixed') this.cookies.push([`__clerk_db_jwt_${this.suffix}`, random.pick(['browser', 'suffixed-browser'])]);
    if (where === 'query') this.query.push('__clerk_db_jwt=from%20query');
    if (where === 'empty') this.query.push('__clerk_db_jwt=');
  }

  refresh() {
    const { random } = this;
    if (this.scenario !== 'refresh' && !random.chance(0.05)) return;
    this.cookies.push([random.weighted([[8, `__refresh_${this.suffix}`], [1, '__refresh']]), 'refresh-token']);
    if (random.chance(0.1)) return;
    const cookies = this.directives();
    this.case.refresh = random.weighted([[5, { cookies }], [1, { cookies: [] }], [1, { error: 'unexpected_error' }], [3, { error: random.pick(['session_not_found', 'session_not_found', 'refresh_token_expired', 'a b&c']) }]]);
  }

  directives() {
    const { random } = this;
    const lines = [];
    const session = random.weighted([[6, 'active'], [2, pickKind(random)], [1, 'expired'], [1, 'dayOff'], [1, 'early'], [1, 'empty'], [1, 'none'], [1, 'undefined']]);
    const name = random.weighted([[4, `__session_${this.suffix}`], [4, '__session'], [1, '__session_other'], [1, '__sessionx']]);
    if (session === 'empty') lines.push(`${name}=; Path=/; Max-Age=0`);
    else if (session === 'undefined') lines.push(name);
    else if (session !== 'none') lines.push(`${name}=${this.token(session).text}; Path=/; SameSite=Lax${random.chance(0.2) ? `; Domain=${this.domain()}` : ''}`);
    if (random.chance(0.6)) lines.push(`__client_uat=${Math.floor(this.now / 1000)}; Path=/; Domain=${this.domain()}`);
    if (random.chance(0.3)) lines.push('__clerk_handshake=; Path=/; Max-Age=0', '__clerk_handshake_nonce=; Max-Age=0');
    if (random.chance(0.1)) lines.push(random.pick(['ATTACKER=1', ' padded=1; Path=/ ', 'a=b\r\nSet-Cookie: c=d', 'a=\u0000', '__clerk_handshake=x', '']));
    return lines;
  }

  domain() {
    return this.random.pick(['localhost', 'example.com', '.example.com', 'evil.test', 'com']);
  }

  handshake() {
    const { random } = this;
    const place = (name, value) => {
      if (this.live ? random.chance(0.3) : random.chance(0.85)) {
        this.query.push(`${name}=${encodeURIComponent(value)}`);
      } else {
        this.cookies.push([name, value]);
      }
    };
    if (random.chance(0.1)) this.case.config.handshake_query_in_production = true;
    const kind = random.weighted([[4, 'nonce'], [4, 'token'], [1, 'both']]);
    if (kind !== 'token') {
      const nonce = random.weighted([[8, 'nonce_1'], [2, 'unknown'], [1, 'odd nonce/..'], [1, 'n'.repeat(200)]]);
      this.case.handshake_payloads = { [nonce === 'unknown' ? 'nonce_1' : nonce]: this.directives() };
      place('__clerk_handshake_nonce', nonce);
    }
    if (kind !== 'nonce') place('__clerk_handshake', this.handshakeToken());
  }

  handshakeToken() {
    const { random } = this;
    const header = { alg: 'RS256', typ: 'JWT', kid: 'ins_main' };
    const payload = { handshake: this.directives(), iat: Math.floor(this.now / 1000) };
    const good = () => token(header, payload);
    return random.weighted([
      [12, good],
      [1, () => token(header, payload, { key: 'other' })],
      [1, () => token({ ...header, cat: 'cl_B7d4PD111AAA' }, payload)],
      [1, () => token({ ...header, cat: 'cl_B7d4PD222AAA' }, payload)],
      [1, () => token({ ...header, kid: 'ins_unknown' }, payload)],
      [1, () => token({ ...header, alg: 'none' }, payload)],
      [1, () => token({ ...header, typ: 'at+jwt' }, payload)],
      [1, () => (this.unreadable.push(`${good()}=`), `${good()}=`)],
      [1, () => token(header, { handshake: random.pick([null, 'x', {}, 5]) })],
      [1, () => token(header, { handshake: [random.pick([5, null, {}])] })],
      [1, () => token(header, {})],
      [1, () => token(header, 'null')],
      [1, () => token('null', payload)],
      [1, () => token({ ...header, kid: 'ins_small' }, payload, { key: 'small' })],
      [1, () => 'garbage'],
    ])();
  }

  count() {
    return this.random.weighted([[2, '1'], [2, '2'], [5, '3'], [2, '4'], [2, this.random.pick(['0', '-1', 'abc', '3.0', '0x3', '1.5', '1e999', '', '5', '%33', '9007199254740993', '1e21'])]]);
  }

  refused() {
    const { random } = this;
    const one = () => refusal(random.weighted([[4, 'sess_1'], [1, 'sess_2']]), random.pick([this.path.split('/')[2] ?? '', this.path.split('/')[2] ?? '', 'org_a', 'bcorp', '']));
    return random.weighted([[5, [one(), one(), one()].join('.')], [1, one()], [1, random.pick(['', 'org_b', '....', 'x'.repeat(16)])]]);
  }

  finish() {
    const { random } = this;
    if (this.cookies.length) {
      if (random.chance(0.1)) this.cookies.reverse();
      const pairs = this.cookies.map(([name, value]) => `${name}=${value}`);
      if (random.chance(0.05)) for (const pair of pairs) this.headers.push(['cookie', pair]);
      else this.headers.push(['cookie', pairs.join(random.chance(0.95) ? '; ' : ';')]);
    }
    const query = this.query.length ? `?${this.query.join('&')}` : random.chance(0.03) ? '?' : '';
    this.case.request = { method: this.method, url: `${this.origin}${this.path}${query}${random.chance(0.02) ? '#fragment' : ''}`, headers: this.headers };
    if (random.chance(0.5)) this.case.has = this.questions();
  }

  questions() {
    const asked = [{}, { role: 'admin' }, { role: 'org:admin' }, { role: 'org:org:member' }, { role: null }, { permission: 'org:projects:read' }, { permission: 'dashboard:manage' }, { permission: 'org:dashboard:read', role: 'admin' }, { feature: 'dashboard' }, { feature: 'o:dashboard' }, { feature: 'u:x' }, { feature: 'user:x' }, { feature: 'org:teams' }, { feature: 'zz:x' }, { feature: 'o:' }, { feature: '' }, { plan: 'pro' }, { plan: 'u:pro' }, { plan: 'o:pro' }, { plan: 'organization:pro:x' }, { plan: 'free', feature: 'x' }, { reverification: 'strict' }, { reverification: 'strict_mfa' }, { reverification: 'moderate' }, { reverification: 'lax' }, { reverification: 'other' }, { reverification: { level: 'first_factor', afterMinutes: 9 } }, { reverification: { level: 'second_factor', afterMinutes: 9.5 } }, { reverification: { level: 'multi_factor', afterMinutes: 100 } }, { reverification: { level: 'third', afterMinutes: 9 } }, { reverification: { level: 'first_factor', afterMinutes: 0 } }, { reverification: null }, { permission: 'org:dashboard:manage', reverification: 'lax' }, { role: 'member', plan: 'pro' }, { permission: 5 }];
    return Array.from({ length: 1 + this.random.below(4) }, () => this.random.pick(asked));
  }
}
