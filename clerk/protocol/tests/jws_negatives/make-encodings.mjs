// Makes `encodings.txt`: signatures by the private key over encodings that are wrong in one way each, after the classes of
// Wycheproof's RSASSA-PKCS1-v1_5 vectors. `node make-encodings.mjs > encodings.txt` makes all of them again, with a new key.
//
// Lines: the modulus, then `name signature`; everything in base64url. The exponent is 65537, the message is `header.payload`.

import { constants, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto';

const MESSAGE = 'eyJhbGciOiJSUzI1NiJ9.cGF5bG9hZA';
const SIZE = 256;

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: SIZE * 8 });
const bytes = (...parts) => Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'hex') : Buffer.from(part))));
const hash = name => createHash(name).update(MESSAGE).digest();

const SHA256 = '0609608648016503040201';
const NULL = '0500';
const der = (tag, contents) => bytes([tag], length(contents.length), contents);
const length = size => (size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]);
const sequence = (...parts) => der(0x30, bytes(...parts));
const digestInfo = (algorithm, digest) => sequence(sequence(...algorithm), der(0x04, digest));
const info = digestInfo([SHA256, NULL], hash('sha256'));

/** `00 01 FF… 00` and what follows; `fill` makes the padding of its length. */
function encoding(info, { start = [0, 1], fill = count => Buffer.alloc(count, 255), end = [0], after = [] } = {}) {
  const count = SIZE - start.length - end.length - info.length - after.length;
  return bytes(start, fill(count), end, info, after);
}
const changed = (at, value) => count => fillWith(count, at < 0 ? count + at : at, value);
const fillWith = (count, at, value) => Buffer.alloc(count, 255).fill(value, at, at + 1);
/** The padding ends early, as verifiers that do not count it allow: what follows the hash is free. */
const early = (length, after) => ({ fill: () => Buffer.alloc(length, 255), after: Buffer.alloc(SIZE - 3 - length - info.length, after) });

const ROWS = {
  sound: encoding(info),
  // The algorithm's parameters.
  'no NULL': encoding(digestInfo([SHA256], hash('sha256'))),
  'NULL twice': encoding(digestInfo([SHA256, NULL, NULL], hash('sha256'))),
  'an empty sequence instead of NULL': encoding(digestInfo([SHA256, '3000'], hash('sha256'))),
  'an integer instead of NULL': encoding(digestInfo([SHA256, '020100'], hash('sha256'))),
  'garbage in NULL': encoding(digestInfo([SHA256, '0502beef'], hash('sha256'))),
  'garbage after NULL': encoding(digestInfo([SHA256, '0500beef'], hash('sha256'))),
  'NULL of another tag': encoding(digestInfo([SHA256, '0100'], hash('sha256'))),
  // Another hash, or another name for it.
  'SHA-1': encoding(digestInfo(['06052b0e03021a', NULL], hash('sha1'))),
  'SHA-224': encoding(digestInfo(['0609608648016503040204', NULL], hash('sha224'))),
  'SHA-384': encoding(digestInfo(['0609608648016503040202', NULL], hash('sha384'))),
  'SHA-512': encoding(digestInfo(['0609608648016503040203', NULL], hash('sha512'))),
  'SHA-512/256': encoding(digestInfo(['0609608648016503040206', NULL], hash('sha512-256'))),
  'SHA3-256': encoding(digestInfo(['0609608648016503040208', NULL], hash('sha3-256'))),
  'MD5': encoding(digestInfo(['06082a864886f70d0205', NULL], hash('md5'))),
  'the name of SHA-1 over SHA-256': encoding(digestInfo(['06052b0e03021a', NULL], hash('sha256'))),
  'the name of SHA-512 over SHA-256': encoding(digestInfo(['0609608648016503040203', NULL], hash('sha256'))),
  'the name of RSA with SHA-256': encoding(digestInfo(['06092a864886f70d01010b', NULL], hash('sha256'))),
  'a name with a leading zero': encoding(digestInfo(['060a80608648016503040201', NULL], hash('sha256'))),
  'a name cut short': encoding(digestInfo(['06086086480165030402', NULL], hash('sha256'))),
  'an empty name': encoding(digestInfo(['0600', NULL], hash('sha256'))),
  'no name': encoding(sequence(sequence(NULL), der(0x04, hash('sha256')))),
  'no algorithm': encoding(sequence(der(0x04, hash('sha256')))),
  // The hash.
  'no hash': encoding(digestInfo([SHA256, NULL], Buffer.alloc(0))),
  'a hash of zeros': encoding(digestInfo([SHA256, NULL], Buffer.alloc(32))),
  'a hash cut short': encoding(digestInfo([SHA256, NULL], hash('sha256').subarray(0, 31))),
  'a hash that is longer': encoding(digestInfo([SHA256, NULL], bytes(hash('sha256'), [0]))),
  'the hash of nothing': encoding(digestInfo([SHA256, NULL], createHash('sha256').digest())),
  'the hash alone': encoding(hash('sha256')),
  'the message instead of its hash': encoding(digestInfo([SHA256, NULL], Buffer.from(MESSAGE))),
  'a bit string': encoding(sequence(sequence(SHA256, NULL), der(0x03, bytes([0], hash('sha256'))))),
  'a constructed octet string': encoding(sequence(sequence(SHA256, NULL), der(0x24, der(0x04, hash('sha256'))))),
  // BER that is not DER.
  'a long length of the whole': encoding(bytes('3081', [info.length - 2], info.subarray(2))),
  'a longer length of the whole': encoding(bytes('308200', [info.length - 2], info.subarray(2))),
  'an indefinite length': encoding(bytes('3080', info.subarray(2), '0000')),
  'a long length of the algorithm': encoding(sequence('30810d', SHA256, NULL, der(0x04, hash('sha256')))),
  'a long length of the name': encoding(sequence(sequence('068109608648016503040201', NULL), der(0x04, hash('sha256')))),
  'a long length of NULL': encoding(sequence(sequence(SHA256, '058100'), der(0x04, hash('sha256')))),
  'a long length of the hash': encoding(sequence(sequence(SHA256, NULL), '048120', hash('sha256'))),
  'a length that is too short': encoding(bytes([0x30, info.length - 3], info.subarray(2))),
  'a length that is too long': encoding(bytes([0x30, info.length - 1], info.subarray(2))),
  'a set instead of a sequence': encoding(bytes([0x31], info.subarray(1))),
  // Something beside it.
  'garbage inside, at the end': encoding(sequence(sequence(SHA256, NULL), der(0x04, hash('sha256')), 'beef')),
  'garbage after': encoding(info, { after: [0xbe, 0xef] }),
  'a zero after': encoding(info, { after: [0] }),
  'garbage before': encoding(bytes('beef', info)),
  'twice': encoding(bytes(info, info)),
  // The padding.
  'no padding': encoding(info, early(0, 255)),
  'one byte of padding': encoding(info, early(1, 255)),
  'seven bytes of padding': encoding(info, early(7, 0)),
  'eight bytes of padding and garbage': encoding(info, early(8, 0xa5)),
  'eight bytes of padding and zeros': encoding(info, early(8, 0)),
  'the hash in the middle': encoding(info, early(100, 0x5a)),
  'padding of zeros': encoding(info, { fill: count => Buffer.alloc(count) }),
  'padding of ones': encoding(info, { fill: count => Buffer.alloc(count, 1) }),
  'the first byte of padding': encoding(info, { fill: changed(0, 0xfe) }),
  'a byte of padding': encoding(info, { fill: changed(100, 0x7f) }),
  'the last byte of padding': encoding(info, { fill: changed(-1, 0xfe) }),
  'a zero in the padding': encoding(info, { fill: changed(50, 0) }),
  'no zero after the padding': encoding(info, { end: [255] }),
  'one after the padding': encoding(info, { end: [1] }),
  'two zeros after the padding': encoding(info, { end: [0, 0] }),
  'no block type': encoding(info, { start: [0] }),
  'block type 0': encoding(info, { start: [0, 0] }),
  'block type 2': encoding(info, { start: [0, 2] }),
  'block type 255': encoding(info, { start: [0, 255] }),
  'a first byte that is not zero': encoding(info, { start: [1, 1] }),
  'block type one byte late': encoding(info, { start: [0, 0, 1] }),
  // Another scheme.
  'X9.31': bytes([0x6b], Buffer.alloc(SIZE - 36, 0xbb), [0xba], hash('sha256'), '34cc'),
  'the hash, zeros in front': bytes(Buffer.alloc(SIZE - 32), hash('sha256')),
  'the encoding of the hash, zeros in front': bytes(Buffer.alloc(SIZE - info.length), info),
};

const url = buffer => buffer.toString('base64url');
console.log(publicKey.export({ format: 'jwk' }).n);
for (const [name, encoded] of Object.entries(ROWS)) {
  if (encoded.length !== SIZE) throw new Error(`${name}: ${encoded.length} bytes`);
  console.log(`${name.replaceAll(' ', '-')} ${url(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded))}`);
}
