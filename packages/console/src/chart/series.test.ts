import { expect, test } from 'vitest';
import { isolatedPoints, latestIndex, stepText, type ChartSeries } from './series.ts';

const series = (values: readonly (number | null)[]): ChartSeries => ({ name: 'x', colour: 1, values, text: String });

test('a value between two gaps is isolated, also at the ends', () => {
  expect(isolatedPoints([1, null, 2, null, 3, 4, null, 5])).toEqual([0, 2, 7]);
  expect(isolatedPoints([null, null])).toEqual([]);
});

test('the latest index is the last at which anything was measured', () => {
  expect(latestIndex([series([1, null, null]), series([null, 2, null])], 3)).toBe(1);
  expect(latestIndex([series([null])], 1)).toBe(-1);
});

test('steps are named in their largest whole unit', () => {
  expect([15, 60, 360, 3600, 90].map(stepText)).toEqual(['15 s', '1 min', '6 min', '1 h', '90 s']);
});
