// An authenticator app: RFC 6238.

import { createHmac } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of this moment, for a secret as Clerk's window shows it. */
export function codeOf(secret: string) {
  const bits = [...secret].map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const tag = createHmac('sha1', key).update(step).digest();
  const start = tag.at(-1)! & 15;
  return String((tag.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
