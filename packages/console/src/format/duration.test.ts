import { expect, test } from 'vitest';
import { durationMs, durationUs } from './duration.ts';

test.each([
  [0, '0 µs'],
  [84, '84 µs'],
  [999, '999 µs'],
  [999.6, '1.00 ms'],
  [4212, '4.21 ms'],
  [42_120, '42.1 ms'],
  [421_200, '421 ms'],
  [999_600, '1.00 s'],
  [1_284_000, '1.28 s'],
  [12_840_000, '12.8 s'],
  [125_000_000, '2 min 5 s'],
])('%d microseconds read as %s', (us, expected) => {
  expect(durationUs(us)).toBe(expected);
});

test('what was not measured is a dash, not zero', () => {
  expect(durationUs(null)).toBe('–');
  expect(durationMs(null)).toBe('–');
  expect(durationMs(12.3)).toBe('12.3 ms');
});
