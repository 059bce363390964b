import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { adoptKey, hashKey, isMistyped, makeKey, maxKeyLength } from './key-format.ts';

test('A made key shows its id, hides its secret in the hint, and is found again by its hash', () => {
  const { id, secret, hash, hint } = makeKey();
  expect(secret).toMatch(/^plm_[0-9a-f]{12}_[0-9A-Za-z]{49}$/);
  expect(id).toBe(`k_${secret.slice(4, 16)}`);
  expect(hash).toBe(hashKey(secret));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hint).toBe(`${secret.slice(0, 16)}…${secret.slice(-4)}`);
});

test('No two keys are alike', () => {
  const keys = Array.from({ length: 500 }, makeKey);
  expect(new Set(keys.map((key) => key.id)).size).toBe(500);
  expect(new Set(keys.map((key) => key.secret)).size).toBe(500);
});

test('A key with one letter changed, lost or doubled, or two swapped, is told to be mistyped', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.constantFrom('change', 'lose', 'double', 'swap'), fc.constantFrom('a', 'Z', '7'), (at, how, letter) => {
      const { secret } = makeKey();
      const place = 5 + at;
      const [before, after] = [secret.slice(0, place), secret.slice(place + 1)];
      const wrong = {
        change: before + letter + after,
        lose: before + after,
        double: before + secret.charAt(place) + secret.slice(place),
        swap: before + secret.charAt(place + 1) + secret.charAt(place) + secret.slice(place + 2),
      }[how];
      fc.pre(wrong !== secret);
      expect(isMistyped(wrong)).toBe(true);
      expect(isMistyped(secret)).toBe(false);
    }),
  );
});

test('A key of another system is unknown rather than mistyped', () => {
  expect(isMistyped('sk-proj-abcdefghijklmnopqrstuvwxyz')).toBe(false);
  expect(isMistyped('')).toBe(false);
});

test('A chosen key must be long enough and able to travel in a header, and the refusal does not repeat it', () => {
  expect(() => adoptKey('short-secret')).toThrow('a key must have 16 to 200 characters, this one has 12');
  expect(() => adoptKey('x'.repeat(maxKeyLength + 1))).toThrow(RangeError);
  expect(() => adoptKey('with a space in the middle')).toThrow(/printable ASCII/);
  expect(() => adoptKey('with\nnewline-in-the-middle')).toThrow(/^(?!.*newline)/);
  const adopted = adoptKey('correct-horse-battery');
  expect(adopted.hint).toBe('…tery');
  expect(adopted.hash).toBe(hashKey('correct-horse-battery'));
});
