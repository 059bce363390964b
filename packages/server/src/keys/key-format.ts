/**
 * What a key looks like: `plm_<id>_<secret><checksum>`. The id is public and names the key in lists and records;
 * the secret is 256 random bits; the checksum tells a mistyped key from an unknown one without asking anybody.
 *
 * At rest there is only the SHA-256 of the whole key. A slow password hash would add nothing: it exists to stretch
 * guessable secrets, and 256 random bits cannot be guessed. Keys that the operator sets through the environment are
 * the operator's own choice, hence their lower bound on length.
 */
import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretDigits = 43;
const checksumDigits = 6;
const shape = new RegExp(`^plm_([0-9a-f]{12})_[0-9A-Za-z]{${secretDigits}}([0-9A-Za-z]{${checksumDigits}})$`);

/** Longest text that is looked at as a key, in characters. */
export const maxKeyLength = 200;

/** Shortest key that may be set through the environment, in characters. */
export const minChosenKeyLength = 16;

export interface NewKey {
  /** `k_` and 12 hex digits. */
  readonly id: string;
  /** The whole key, to be shown once. */
  readonly secret: string;
  /** As `hashKey` gives. */
  readonly hash: string;
  readonly hint: string;
}

/** Makes a key from 48 random bits of id and 256 random bits of secret. */
export const makeKey = (): NewKey => {
  const idDigits = randomBytes(6).toString('hex');
  const body = `plm_${idDigits}_${base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretDigits)}`;
  const secret = body + checksum(body);
  return { id: `k_${idDigits}`, secret, hash: hashKey(secret), hint: hintOf(secret) };
};

/**
 * Takes a key of the operator's own choosing. Its id is random: one derived from it would help in guessing it.
 * @throws RangeError when it is too short, too long, or holds anything that cannot travel in a header.
 */
export const adoptKey = (secret: string): NewKey => {
  if (secret.length < minChosenKeyLength || secret.length > maxKeyLength) {
    throw new RangeError(`a key must have ${minChosenKeyLength} to ${maxKeyLength} characters, this one has ${secret.length}`);
  }
  if (!/^[\x21-\x7e]+$/.test(secret)) throw new RangeError('a key may hold only printable ASCII characters without spaces');
  return { id: `k_${randomBytes(6).toString('hex')}`, secret, hash: hashKey(secret), hint: hintOf(secret) };
};

/** SHA-256 of the whole key, 64 hex digits. About half a microsecond. */
export const hashKey = (secret: string): string => hash('sha256', secret, 'hex');

/** True when the text has the shape of one of our keys but its checksum does not fit: a letter was lost or changed. */
export const isMistyped = (presented: string): boolean => {
  if (!presented.startsWith('plm_') || presented.length > maxKeyLength) return false;
  const found = shape.exec(presented);
  return found === null || checksum(presented.slice(0, -checksumDigits)) !== found[2];
};

/** Enough to recognise a key by, e.g. `plm_2f9c4e1ab0d3…x8Kq`. Of a chosen key only the end, since all of it may be meaningful. */
const hintOf = (secret: string): string => `${shape.test(secret) ? secret.slice(0, 16) : ''}…${secret.slice(-4)}`;

const checksum = (body: string): string => base62(BigInt(crc32(body)), checksumDigits);

const base62 = (value: bigint, length: number): string => {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = (digits[Number(rest % 62n)] ?? '') + text;
  return text;
};
