import { expect, test } from 'vitest';
import { cardAt, type PricePlan } from './price-plan.ts';
import type { RateCard } from './rate-card.ts';
import { compileRateCard } from './rate-sheet.ts';

const card = (input: string): RateCard => compileRateCard({ bands: [{ aboveInputTokens: -1, rates: { input } }] });
const hourMs = 3_600_000;

const [first, later, night] = [card('1'), card('2'), card('3')];
const plan: PricePlan = [
  { applies: { from: 'always' }, card: first },
  { applies: { from: 'date', epochMs: Date.parse('2026-08-17') }, card: later },
  { applies: { from: 'time-of-day', startMs: 22 * hourMs, endMs: 4 * hourMs }, card: night },
];

test.each([
  ['2026-08-16T23:59:59.999+02:00', first],
  ['2026-08-17T04:00:00Z', later],
  ['2026-08-17T21:59:59.999Z', later],
  ['2026-08-17T22:00:00Z', night],
  ['2026-08-18T03:59:59.999Z', night],
  ['1969-12-31T23:00:00Z', night],
  ['1969-12-31T12:00:00Z', first],
])('at %s the last entry that applies sets the price', (at, expected) => {
  expect(cardAt(plan, new Date(at))).toBe(expected);
});

test('a moment that is none has the first price', () => {
  expect(cardAt(plan, new Date(Number.NaN))).toBe(first);
});
