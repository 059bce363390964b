import { expect, test } from 'vitest';
import { keyIn } from './address-key.ts';

test('a key is read from the fragment, decoded and trimmed', () => {
  expect(keyIn('#key=pk_abc.def')).toBe('pk_abc.def');
  expect(keyIn('#key=a%2Bb%20')).toBe('a+b');
});

test('pages and broken fragments are no keys', () => {
  expect(keyIn('')).toBeNull();
  expect(keyIn('#/traces?search=key=1')).toBeNull();
  expect(keyIn('#key=')).toBeNull();
  expect(keyIn('#key=%')).toBe('%');
});
