import { expect, test } from 'vitest';
import { forecastOf, periodBegin } from './forecast.ts';

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

test('a period begins when the day or month does in its time zone, also within an hour, and where clocks were changed in it', () => {
  const begin = (period: string, endsAt: string, timeZone: string): string => periodBegin(period, new Date(endsAt), timeZone).toISOString();
  expect(begin('2026-11', '2026-11-30T18:30:00Z', 'Asia/Kolkata')).toBe('2026-10-31T18:30:00.000Z');
  expect(begin('2026-10', '2026-10-31T23:00:00Z', 'Europe/Berlin')).toBe('2026-09-30T22:00:00.000Z');
  expect(begin('2026-03', '2026-03-31T22:00:00Z', 'Europe/Berlin')).toBe('2026-02-28T23:00:00.000Z');
  expect(begin('2026-10-25', '2026-10-25T23:00:00Z', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
  expect(begin('2026-03-29', '2026-03-29T22:00:00Z', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
});
