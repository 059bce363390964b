/** Base58Check: base 58 with four bytes of double SHA-256 at the end. Source: Bitcoin's `base58.cpp`, BIP 13. */
import { sha256 } from './sha256.ts';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** @returns the bytes; null where a character is not in the alphabet */
export const decodeBase58 = (text: string): Uint8Array | null => {
  let value = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  const bytes = (hex.length % 2 === 1 ? `0${hex}` : hex).match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from([...Array.from({ length: zeros }, () => 0), ...bytes]);
};

export const passesBase58Check = (text: string): boolean => {
  const bytes = decodeBase58(text);
  if (bytes === null || bytes.length !== 25) return false;
  const check = sha256(sha256(bytes.subarray(0, -4)));
  return bytes.subarray(-4).every((byte, at) => byte === check[at]);
};
