import { expect, test } from 'vitest';
import { ago, dayIfNotToday } from './moment.ts';

const now = new Date(2026, 10, 21, 12, 0, 0);
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

test.each([
  [3, 'just now'],
  [-3, 'in a moment'],
  [50, '1 min ago'],
  [600, '10 min ago'],
  [7200, '2 h ago'],
  [2 * 86_400, '2 days ago'],
  [-600, 'in 10 min'],
  [90 * 86_400, '23 Aug 2026'],
])('%d seconds before now reads "%s"', (seconds, expected) => {
  expect(ago(before(seconds), now)).toBe(expected);
});

test('the day is left out today and the year is left out this year', () => {
  expect(dayIfNotToday(before(60), now)).toBe('');
  expect(dayIfNotToday(before(86_400), now)).toBe('20 Nov');
  expect(dayIfNotToday(new Date(2025, 0, 2), now)).toBe('2 Jan 2025');
});
