import { expect, test } from 'vitest';
import { forecastOf } from './forecast.ts';

const usd = 10n ** 12n;
const at = (text: string): number => Date.parse(text);

test('the spend so far is carried on to the end of the period, and says when the cap is reached', () => {
  const month = { period: '2026-11', endsAt: new Date('2026-12-01T00:00:00Z'), spent: 10n * usd, cap: 25n * usd };
  expect(forecastOf(month, at('2026-11-11T00:00:00Z'))).toEqual({ endPicoUsd: (30n * usd).toString(), hitsCapAt: '2026-11-26T00:00:00.000Z' });
  expect(forecastOf({ ...month, cap: 40n * usd }, at('2026-11-11T00:00:00Z'))?.hitsCapAt).toBeNull();
  expect(forecastOf({ ...month, spent: 30n * usd }, at('2026-11-11T00:00:00Z'))?.hitsCapAt).toBe('2026-11-11T00:00:00.000Z');
});

test('there is none at the very beginning, where nothing is spent, and where the period never ends', () => {
  const day = { period: '2026-11-27', endsAt: new Date('2026-11-28T00:00:00Z'), spent: usd, cap: usd };
  expect(forecastOf(day, at('2026-11-27T00:10:00Z'))).toBeNull();
  expect(forecastOf({ ...day, spent: 0n }, at('2026-11-27T12:00:00Z'))).toBeNull();
  expect(forecastOf({ ...day, endsAt: null }, at('2026-11-27T12:00:00Z'))).toBeNull();
});
