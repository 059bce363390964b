import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketCount, bucketOf, decodeHistogram, emptyHistogram, encodeHistogram, percentileMs } from './latency-histogram.ts';

const histogramOf = (latenciesUs: readonly number[]): number[] => {
  const counts = emptyHistogram();
  for (const latency of latenciesUs) counts[bucketOf(latency)] = (counts[bucketOf(latency)] ?? 0) + 1;
  return counts;
};

test('an encoded histogram decodes to itself, and adding the numbers adds the histograms', () => {
  const counts = fc.array(fc.nat({ max: 400_000_000_000 }), { minLength: bucketCount, maxLength: bucketCount });
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      expect(decodeHistogram(encodeHistogram(a))).toEqual(a);
      const sum = (BigInt(encodeHistogram(a)) + BigInt(encodeHistogram(b))).toString();
      expect(decodeHistogram(sum)).toEqual(a.map((count, index) => count + (b[index] ?? 0)));
    }),
  );
});

test('a percentile is at most 9.1 % off the true one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 100, max: 500_000_000 }), { minLength: 1, maxLength: 300 }), fc.constantFrom(0.5, 0.95, 0.99), (latencies, share) => {
      const sorted = latencies.toSorted((a, b) => a - b);
      const truthMs = (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0) / 1000;
      const estimateMs = percentileMs(histogramOf(latencies), share) ?? 0;
      // Half a microsecond more for the rounding.
      expect(Math.abs(estimateMs - truthMs)).toBeLessThanOrEqual(truthMs * 0.0906 + 0.0005);
    }),
  );
});

test('odd latencies fall into the first and the last bucket, and an empty histogram has no percentiles', () => {
  expect([0, -1, 1, 100, Number.NaN].map(bucketOf)).toEqual([0, 0, 0, 0, 0]);
  expect([600_000_000, 1e15, Infinity].map(bucketOf)).toEqual([bucketCount - 1, bucketCount - 1, bucketCount - 1]);
  expect(percentileMs(decodeHistogram('0'), 0.5)).toBeNull();
});
