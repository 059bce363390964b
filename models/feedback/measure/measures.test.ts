import { expect, test } from 'vitest';
import { areaUnderRoc, calibrationError, microF1, reliability, shareOf } from './measures.ts';

test('micro F1 counts all labels of all texts together', () => {
  const pairs = [
    { found: ['a', 'b'], wanted: ['a'] },
    { found: [], wanted: ['c'] },
    { found: [], wanted: [] },
  ];
  expect(microF1(pairs)).toBeCloseTo(2 / 4, 10);
  expect(microF1([{ found: [], wanted: [] }])).toBe(1);
});

test('bins hold equal numbers of texts, and their gaps are weighed by them', () => {
  const judged = Array.from({ length: 25 }, (_, index) => ({ confidence: index / 25, right: index >= 20 }));
  const bins = reliability(judged, 5);
  expect(bins.map(({ texts }) => texts)).toEqual([5, 5, 5, 5, 5]);
  expect(bins.map(({ accuracy }) => accuracy)).toEqual([0, 0, 0, 0, 1]);
  expect(calibrationError(bins)).toBeCloseTo((0.08 + 0.28 + 0.48 + 0.68 + 0.12) / 5, 10);
  expect(reliability(judged.slice(0, 23)).reduce((sum, { texts }) => sum + texts, 0)).toBe(23);
});

test('the area under the ROC curve is the chance of being ranked higher', () => {
  expect(areaUnderRoc([0.9, 0.5], [0.5, 0.1])).toBeCloseTo(3.5 / 4, 10);
  expect(areaUnderRoc([1], [0])).toBe(1);
});

test('a share is that of the true ones', () => {
  expect(shareOf([true, false, true, true])).toBe(0.75);
});
