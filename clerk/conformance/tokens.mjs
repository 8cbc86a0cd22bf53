// Tokens of every kind the protocol tells apart. Equal tokens are signed once: signing is the slowest part of a case.

import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';

const rsa = (bits, publicExponent = 65_537) => generateKeyPairSync('rsa', { modulusLength: bits, publicExponent });

const keys = {
  main: rsa(2048),
  other: rsa(2048),
  large: rsa(4096),
  small: rsa(1024),
  cubic: rsa(2048, 3),
  encryption: rsa(2048),
  unnamed: rsa(2048),
  twice: rsa(2048),
  elliptic: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

const jwk = (name, extra) => ({ ...keys[name].publicKey.export({ format: 'jwk' }), kid: `ins_${name}`, ...extra });

export const jwks = {
  keys: [
    jwk('main', { use: 'sig', alg: 'RS256' }),
    jwk('other', { use: 'sig', alg: 'RS256' }),
    jwk('large', { use: 'sig' }),
    jwk('small', { use: 'sig', alg: 'RS256' }),
    jwk('cubic', { use: 'sig', alg: 'RS256' }),
    jwk('encryption', { use: 'enc', alg: 'RS256' }),
    jwk('elliptic', { use: 'sig' }),
    jwk('twice', { use: 'sig', alg: 'RS256' }),
    { ...jwk('other', { use: 'sig', alg: 'RS256' }), kid: 'ins_twice' },
    { kid: 'ins_octet', kty: 'oct', k: 'AAAA', alg: 'HS256' },
  ],
};

export const pem = keys.main.publicKey.export({ format: 'pem', type: 'spki' });
export const otherPem = keys.other.publicKey.export({ format: 'pem', type: 'spki' });

const encode = text => Buffer.from(text).toString('base64url');

/** What the cookies of an instance end in. */
export const cookieSuffix = publishableKey => createHash('sha1').update(publishableKey).digest('base64url').slice(0, 8);

const signatures = new Map();
const made = new Map();

/** Every token made since the last `forgetTokens`, with what it was made of. */
export const madeTokens = () => [...made.values()];
export const forgetTokens = () => made.clear();

/** `header` and `payload` are objects, or texts for what no object can say. */
export function token(header, payload, { key = 'main', algorithm = 'RSA-SHA256' } = {}) {
  const asText = part => (typeof part === 'string' ? part : JSON.stringify(part));
  const signed = `${encode(asText(header))}.${encode(asText(payload))}`;
  const text = `${signed}.${signatureOf(signed, key, algorithm)}`;
  made.set(text, { text, header, payload, signing: { key, algorithm } });
  return text;
}

/** Parts that are encoded already. */
export function tokenOfParts(header, payload, { key = 'main' } = {}) {
  const signed = `${header}.${payload}`;
  const text = `${signed}.${signatureOf(signed, key, 'RSA-SHA256')}`;
  // As a decoder of texts reads them: without a mark at the beginning, and with a substitute for what is no character.
  const [headerText, payloadText] = [header, payload].map(part => new TextDecoder().decode(Buffer.from(part, 'base64url')));
  made.set(text, { text, header: headerText, payload: payloadText, signing: { key, algorithm: 'RSA-SHA256' } });
  return text;
}

function signatureOf(signed, key, algorithm) {
  const name = `${key} ${algorithm} ${signed}`;
  let signature = signatures.get(name);
  if (signature === undefined) {
    signature =
      algorithm === 'HMAC'
        ? createHmac('sha256', pem).update(signed).digest('base64url')
        : sign(algorithm, Buffer.from(signed), keys[key].privateKey).toString('base64url');
    if (signatures.size > 200_000) signatures.clear();
    signatures.set(name, signature);
  }
  return signature;
}
