/** The keyed digest behind every pseudonym: without the tenant's key nobody can tell which value one stands for, nor make the next. */
import { createHmac, createSecretKey } from 'node:crypto';

/** 32 bytes for a message, one a character: a string costs a third less than a buffer, and a request makes one for each value in it. */
export type Digest = (message: string) => string;

const keyBytes = 32;

/**
 * @param key the tenant's own, of 32 bytes.
 * @param salt of a conversation, where the same value shall go by another pseudonym in another conversation. Empty: one for the tenant.
 */
export const tenantDigest = (key: Uint8Array, salt = ''): Digest => {
  if (key.length !== keyBytes) throw new RangeError(`A tenant's key has ${keyBytes} bytes, not ${key.length}.`);
  const own = createSecretKey(createHmac('sha256', key).update(`plimsoll pseudonyms\0${salt}`).digest());
  return (message) => createHmac('sha256', own).update(message).digest('binary');
};
