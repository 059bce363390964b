import { expect, test } from 'vitest';
import { count, counted, share, shortCount } from './count.ts';

test('counts are grouped, and shortened only from a million on', () => {
  expect(count(1_234_567)).toBe('1,234,567');
  expect(shortCount(999_999)).toBe('999,999');
  expect(shortCount(1_234_567)).toBe('1.235M');
});

test('a share never rounds something to nothing or almost all to all', () => {
  expect(share(0, 100)).toBe('0 %');
  expect(share(1, 100_000)).toBe('< 0.01 %');
  expect(share(99_999, 100_000)).toBe('> 99.99 %');
  expect(share(1, 8)).toBe('12.5 %');
  expect(share(1, 80)).toBe('1.25 %');
  expect(share(0, 0)).toBe('–');
});

test('nouns follow their number', () => {
  expect(counted(1, 'request')).toBe('1 request');
  expect(counted(2000, 'request')).toBe('2,000 requests');
});
