import { expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);

test.each([
  ['0', 0],
  [' 7 ', 7],
  ['1.2', 2],
  ['999999', 3600],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
  ['Saturday, 21-Nov-26 12:00:30 GMT', 30],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['Mon, 21 Nov 2050 11:00:00 GMT', 3600],
  ['-1', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['2026', 2026],
  ['Sat, 99 Nov 2026 99:00:30 GMT', undefined],
  ['9'.repeat(200), undefined],
  [undefined, undefined],
])('%s is %s seconds', (text, seconds) => {
  expect(readRetryAfter(text, nowMs)).toBe(seconds);
});
