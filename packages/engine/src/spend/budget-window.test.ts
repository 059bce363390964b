import { expect, test } from 'vitest';
import { budgetWindows } from './budget-window.ts';

const at = (text: string): number => Date.parse(text);

test('a day begins at midnight of the organisation, also where clocks change in it', () => {
  const dayIn = budgetWindows('day', 'Europe/Berlin');
  expect(dayIn(at('2026-03-28T22:59:59.999Z'))).toEqual({ label: '2026-03-28', endsAtMs: at('2026-03-28T23:00:00Z') });
  // 23 hours long: clocks go forward.
  expect(dayIn(at('2026-03-28T23:00:00Z'))).toEqual({ label: '2026-03-29', endsAtMs: at('2026-03-29T22:00:00Z') });
  // 25 hours long: clocks go back.
  expect(dayIn(at('2026-10-24T22:00:00Z'))).toEqual({ label: '2026-10-25', endsAtMs: at('2026-10-25T23:00:00Z') });
});

test('a month ends where the next one begins, also over the end of a year', () => {
  const monthIn = budgetWindows('month', 'America/New_York');
  expect(monthIn(at('2026-12-31T12:00:00Z'))).toEqual({ label: '2026-12', endsAtMs: at('2027-01-01T05:00:00Z') });
  expect(monthIn(at('2027-01-01T05:00:00Z')).label).toBe('2027-01');
  // An earlier moment, as of a call that began just before: its own window, not the last one asked for.
  expect(monthIn(at('2027-01-01T04:59:59Z')).label).toBe('2026-12');
});

test('a total never ends', () => {
  expect(budgetWindows('total', 'UTC')(0)).toEqual({ label: 'total', endsAtMs: null });
});
