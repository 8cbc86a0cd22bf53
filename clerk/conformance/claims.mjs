// Session tokens: mostly sound ones, and each way of being unsound. Those that rule S5 cannot read are marked `S5`.

import { token, tokenOfParts } from './tokens.mjs';

const CATEGORIES = { session: 'cl_B7d4PD111AAA', template: 'cl_B7d4PD222AAA', machine: 'cl_B7d4PD333AAA', ignore: 'cl_I7d4PD111III' };
const encode = text => Buffer.from(text).toString('base64url');

/** A token with what is known of it: `{ text, iat, unreadable }`. */
export function makeToken(random, { now, issuer, parties }, kind) {
  const seconds = Math.floor(now / 1000);
  const times = TIMES[kind] ?? TIMES.active;
  const base = {
    azp: parties?.[0] ?? 'http://localhost:3000',
    exp: seconds + times[0],
    iat: seconds + times[1],
    iss: issuer,
    nbf: seconds + times[2],
    sid: 'sess_1',
    sub: 'user_1',
  };
  const claims = random.chance(0.6) ? version2(random, base) : version1(random, base);
  const header = { alg: 'RS256', kid: 'ins_main', typ: 'JWT', ...(random.chance(0.4) && { cat: CATEGORIES.session }) };
  const make = KINDS[kind] ?? sound;
  const made = make({ random, header, claims, seconds });
  return { text: made.text, iat: claims.iat, unreadable: made.mark === 'S5' };
}

const TIMES = {
  active: [60, 0, -10],
  expired: [-600, -660, -670],
  expiredWithoutSession: [-600, -660, -670],
  expiredOddSession: [-600, -660, -670],
  barelyExpired: [-6, -66, -76],
  barelyAlive: [-4, -64, -74],
  edge: [-5, -65, -75],
  early: [660, 0, 600],
  edgeEarly: [60, 0, 5],
  barelyEarly: [60, 0, 6],
  future: [660, 600, -10],
  edgeFuture: [65, 5, -10],
  stale: [30, -30, -40],
  dayOff: [-86_000, -86_060, -86_070],
  daysOff: [-90_000, -90_060, -90_070],
};

function version1(random, base) {
  if (random.chance(0.5)) return base;
  return { ...base, org_id: random.pick(['org_a', 'org_b']), org_role: random.pick(['org:admin', 'org:member', 'admin']), org_slug: random.pick(['acme', 'bcorp']), org_permissions: random.pick([[], ['org:projects:read'], ['org:projects:read', 'org:projects:create']]) };
}

function version2(random, base) {
  const claims = { ...base, v: 2, jti: 'jti_1' };
  if (random.chance(0.4)) claims.fva = random.pick([[0, -1], [9, 9], [11, 9], [9, 10], [-1, 9], [8, 99], [-1, -1], [59, 60], [0, 1439], [9.5, 3], [1], [1, 2, 3], ['1', 2], [-2, 3], null, 'x']);
  if (random.chance(0.3)) claims.sts = random.pick(['active', 'active', 'pending', 'other', 5, null]);
  if (random.chance(0.1)) claims.act = { iss: 'https://dashboard.clerk.com', sid: 'sess_actor', sub: 'user_actor', ...(random.chance(0.5) && { type: 'agent' }) };
  if (random.chance(0.6)) claims.pla = random.pick(['u:free', 'o:pro', 'o:pro,u:free', 'pro', '', 7, 'x:pro', ' o:pro , u:free']);
  if (random.chance(0.7)) claims.fea = random.pick(['o:dashboard,o:teams', 'u:x,o:dashboard,o:teams', 'uo:projects,u:x', 'ou:memberships,u:impersonation', ' o:dashboard , o:teams', '', 'x:y,o:dashboard']);
  if (random.chance(0.6)) claims.o = { id: random.pick(['org_a', 'org_b']), slg: random.pick(['acme', 'bcorp']), rol: random.pick(['admin', 'member', '']), per: random.pick(['manage,read', 'read,manage,create', ' read , manage', '', permissionsOf(70)]), fpm: random.pick(['3,2', '1', '7,21', '', '0,1', '9007199254740993,3', '340282366920938463463374607431768211457,1', 'x,1', '-1,1', ' 3 , 1', '1.5', '0003,2', '1180591620717411303424,1']) };
  return claims;
}

const permissionsOf = count => Array.from({ length: count }, (_, index) => `p${index}`).join(',');

const sound = ({ header, claims }) => ({ text: token(header, claims) });
const withClaims = (change, mark) => ({ random, header, claims }) => ({ text: token(header, { ...claims, ...change(random, claims) }), mark });
const without = name => ({ header, claims }) => {
  const { [name]: _, ...rest } = claims;
  return { text: token(header, rest) };
};
const withHeader = (change, signing = {}, mark = undefined) => ({ random, header, claims }) => ({ text: token({ ...header, ...change(random) }, claims, signing), mark });
const withoutHeader = name => ({ header, claims }) => {
  const { [name]: _, ...rest } = header;
  return { text: token(rest, claims) };
};
const withPayload = (text, mark) => ({ random, header, claims }) => ({ text: token(header, typeof text === 'function' ? text(claims, random) : text), mark });
const rawNumber = (name, number, mark) => withPayload(claims => JSON.stringify({ ...claims, [name]: '@' }).replace('"@"', number), mark);

/** By name; those that are only a matter of time are in `TIMES`. */
export const KINDS = {
  badSignature: ({ header, claims }) => ({ text: token(header, claims, { key: 'other' }) }),
  tampered: ({ header, claims }) => ({ text: token(header, claims).replace(/.{4}$/, 'AAAA') }),
  emptySignature: ({ header, claims }) => ({ text: token(header, claims).replace(/[^.]*$/, '') }),
  unknownKid: withHeader(() => ({ kid: 'ins_unknown' })),
  oddKid: withHeader(random => ({ kid: random.pick([5, null, ['ins_main'], '', '__proto__', 'constructor', 'toString', '../main', 'ins_main\u0000']) })),
  noKid: withoutHeader('kid'),
  otherKey: withHeader(() => ({ kid: 'ins_other' }), { key: 'other' }),
  smallKey: withHeader(() => ({ kid: 'ins_small' }), { key: 'small' }),
  cubicKey: withHeader(() => ({ kid: 'ins_cubic' }), { key: 'cubic' }),
  encryptionKey: withHeader(() => ({ kid: 'ins_encryption' }), { key: 'encryption' }),
  twiceKey: withHeader(random => ({ kid: 'ins_twice' }), { key: 'twice' }),
  twiceOtherKey: withHeader(() => ({ kid: 'ins_twice' }), { key: 'other' }),
  ellipticKey: withHeader(() => ({ kid: 'ins_elliptic' }), {}),
  octetKey: withHeader(() => ({ kid: 'ins_octet' }), {}),
  large256: withHeader(() => ({ kid: 'ins_large' }), { key: 'large' }),
  large384: withHeader(() => ({ kid: 'ins_large', alg: 'RS384' }), { key: 'large', algorithm: 'RSA-SHA384' }),
  large512: withHeader(() => ({ kid: 'ins_large', alg: 'RS512' }), { key: 'large', algorithm: 'RSA-SHA512' }),
  main384: withHeader(() => ({ alg: 'RS384' }), { algorithm: 'RSA-SHA384' }),
  algorithm: withHeader(random => ({ alg: random.pick(['none', 'None', 'rs256', 'RS256 ', 'PS256', 'ES256', 'EdDSA', null, 5, ['RS256'], '']) })),
  hmac: withHeader(() => ({ alg: 'HS256' }), { algorithm: 'HMAC' }),
  noAlgorithm: withoutHeader('alg'),
  noType: withoutHeader('typ'),
  type: withHeader(random => ({ typ: random.pick(['jwt', 'JOSE', null, 5, '', ['JWT'], 'JWT ']) })),
  oauth: withHeader(random => ({ typ: random.pick(['at+jwt', 'application/at+jwt']) })),
  machine: withClaims(() => ({ sub: 'mch_1' })),
  paddedMachine: ({ header, claims }) => ({ text: `${token(header, { ...claims, sub: 'mch_1' })}==`, mark: 'S5' }),
  template: withHeader(() => ({ cat: CATEGORIES.template })),
  machineCategory: withHeader(() => ({ cat: CATEGORIES.machine })),
  ignored: withHeader(() => ({ cat: CATEGORIES.ignore })),
  category: withHeader(random => ({ cat: random.pick(['', 'x', null, 5, ['cl_B7d4PD111AAA']]) })),
  critical: withHeader(random => ({ crit: random.pick([['exp'], [], null]) }), {}, 'S5'),
  embeddedKey: withHeader(() => ({ jwk: { kty: 'RSA' }, jku: 'https://evil.test/jwks', x5u: 'https://evil.test/x' })),
  noSubject: without('sub'),
  oddSubject: withClaims(random => ({ sub: random.pick(['', 5, null, ['user_1'], 'usr_1', 'User_1', ' user_1', 'user_']) })),
  noSession: without('sid'),
  expiredWithoutSession: without('sid'),
  expiredOddSession: withClaims(random => ({ sid: random.pick(['..', 'sess_1/../x', 'sess_1/%2e%2e', 'sess_%', 'sess.1', ' sess_1']) })),
  oddSession: withClaims(random => ({ sid: random.pick(['', 5, null, 'ses_1', ' sess_1']) })),
  oddOrganization: withClaims(random => ({ v: 2, o: random.pick([{ id: 'x' }, { slg: 'acme' }, { id: 5 }, {}, 'org_a', 7, true, ['org_a'], { id: '', rol: 5 }]) })),
  noOrganization: withClaims(random => ({ v: 2, o: random.pick([null, 0, '', false]) })),
  oddVersion: withClaims(random => ({ v: random.pick(['2', 1, 2.0, null, 3]) })),
  oddOrganization1: withClaims(random => ({ v: undefined, org_id: random.pick([5, '', null, {}, 'x']), org_role: random.pick([5, '', 'org:org:admin', null]), org_permissions: random.pick(['org:projects:read', {}, [5, 'org:projects:read'], null]) })),
  noIssuer: without('iss'),
  foreignIssuer: withClaims(random => ({ iss: random.pick(['https://clerk.other.test', 'https://other-app-12.clerk.accounts.dev']) })),
  oddIssuer: withClaims((random, claims) => ({ iss: random.pick([5, '', null, [claims.iss], `${claims.iss}/`, String(claims.iss).replace('https://', 'http://'), String(claims.iss).replace('https://', 'HTTPS://'), String(claims.iss).replace('https://', ''), `https://http://${String(claims.iss).slice(8)}`]) })),
  noParty: without('azp'),
  foreignParty: withClaims(random => ({ azp: random.pick(['https://evil.test', '', null, 5, ['http://localhost:3000']]) })),
  audience: withClaims(random => ({ aud: random.pick(['api', 'other', ['api'], ['other', 'api'], ['other'], [], '', [''], ['', 'other'], 5, [5], ['api', 5], null, {}]) })),
  noExpiry: without('exp'),
  oddExpiry: withClaims((random, { exp }) => ({ exp: random.pick([String(exp), null, [exp], exp + 0.9, true]) })),
  infiniteExpiry: rawNumber('exp', '1e999', 'S5'),
  negativeInfiniteExpiry: rawNumber('exp', '-1e999', 'S5'),
  farExpiry: rawNumber('exp', '9007199254740993'),
  negativeExpiry: rawNumber('exp', '-1'),
  hugeExpiry: rawNumber('exp', '1e20'),
  twoDays: withClaims((random, { iat }) => ({ exp: iat + random.pick([86_400, 86_401, 172_800]) })),
  infiniteNotBefore: rawNumber('nbf', '1e999', 'S5'),
  infiniteIssue: rawNumber('iat', '1e999', 'S5'),
  largeNumber: rawNumber('big', '9223372036854775808'),
  exponentNumber: rawNumber('big', '1.5e3'),
  infiniteNumber: rawNumber('big', '1e400', 'S5'),
  noNotBefore: without('nbf'),
  oddNotBefore: withClaims(random => ({ nbf: random.pick(['5', null, [], {}]) })),
  noIssue: without('iat'),
  oddIssue: withClaims((random, { iat }) => ({ iat: random.pick([String(iat), null, [iat], {}, true, iat + 0.5]) })),
  malformedFeatures: withClaims(random => ({ v: 2, fea: random.pick(['nocolon', 'o:a,b', 5, ['o:a'], {}]), o: { id: 'org_a', slg: 'acme', rol: 'admin', per: 'read', fpm: '1' } })),
  malformedPermissions: withClaims(random => ({ v: 2, fea: 'o:a', o: { id: 'org_a', per: random.pick([5, ['read'], {}]), fpm: random.pick(['1', 5]) } })),
  pending: withClaims(() => ({ sts: 'pending' })),
  nullPayload: withPayload('null'),
  otherPayload: withPayload((_, random) => random.pick(['5', '"text"', '[]', 'true', '{}', '[{"iss":1}]'])),
  nullHeader: ({ claims }) => ({ text: token('null', claims) }),
  otherHeader: ({ random, claims }) => ({ text: token(random.pick(['5', '"text"', '[]', '{}']), claims) }),
  duplicateKeys: withPayload(claims => JSON.stringify(claims).replace('{', '{"sub":"user_2",'), 'S5'),
  duplicateHeader: ({ header, claims }) => ({ text: token(JSON.stringify(header).replace('{', '{"alg":"none",'), claims), mark: 'S5' }),
  deep: withClaims(() => ({ deep: JSON.parse('['.repeat(40) + ']'.repeat(40)) }), 'S5'),
  shallow: withClaims(() => ({ deep: JSON.parse('['.repeat(30) + ']'.repeat(30)) })),
  large: withClaims(() => ({ filler: 'x'.repeat(13_000) }), 'S5'),
  padded: ({ random, header, claims }) => ({ text: `${token(header, claims)}${random.pick(['=', '==', '===='])}`, mark: 'S5' }),
  paddedHeader: ({ header, claims }) => ({ text: tokenOfParts(`${encode(JSON.stringify(header))}=`, encode(JSON.stringify(claims))), mark: 'S5' }),
  standardAlphabet: ({ header, claims }) => ({ text: token(header, claims).replace(/[-_]/, '+') }),
  byteOrderMark: ({ header, claims }) => ({ text: tokenOfParts(encode(JSON.stringify(header)), encode(`\ufeff${JSON.stringify(claims)}`)) }),
  invalidUtf8: ({ header, claims }) => ({ text: tokenOfParts(encode(JSON.stringify(header)), Buffer.concat([Buffer.from(JSON.stringify({ ...claims, bad: '@' }).split('"@"')[0] + '"'), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}')]).toString('base64url')) }),
  whitespace: withPayload(claims => ` \n\t${JSON.stringify(claims, null, 2)}\r\n`),
  escapes: withPayload(claims => JSON.stringify({ ...claims, text: '@' }).replace('@', '\\u0041\\ud83d\\ude00\\/\\b\\u0000')),
  trailingComma: withPayload(claims => JSON.stringify(claims).replace(/}$/, ',}')),
  trailingText: withPayload(claims => `${JSON.stringify(claims)}x`),
  twoParts: ({ header, claims }) => ({ text: token(header, claims).split('.').slice(0, 2).join('.') }),
  fourParts: ({ header, claims }) => ({ text: `${token(header, claims)}.x` }),
  garbage: ({ random }) => ({ text: random.pick(['garbage', 'a.b.c', '..', '.', 'null', 'ak_secret', 'mt_secret', 'oat_secret', 'eyJ9.eyJ9.', '%', '%2e', 'a.b.c.d.e']) }),
};

const SOUND = ['active', 'stale', 'expired', 'barelyExpired', 'barelyAlive', 'edge', 'early', 'edgeEarly', 'barelyEarly', 'future', 'edgeFuture', 'dayOff', 'daysOff'];
const UNSOUND = Object.keys(KINDS);

/** Half are fine, a quarter are a matter of time, a quarter are broken. */
export const pickKind = random => random.weighted([[5, 'active'], [1, 'stale'], [2, 'expired'], [2, random.pick(SOUND)], [4, random.pick(UNSOUND)]]);
