import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { waterfall } from './waterfall.ts';

test('Every bar lies inside the field and is at least one column long, whatever the times', () => {
  const stage = fc.record({
    stage: fc.constantFrom('record', 'call'),
    attempt: fc.option(fc.nat({ max: 9 })),
    startUs: fc.nat({ max: 10_000_000 }),
    durationUs: fc.nat({ max: 10_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(stage, { minLength: 1, maxLength: 20 }), fc.nat({ max: 10_000_000 }), fc.integer({ min: 60, max: 160 }), (stages, wholeUs, width) => {
      const lines = waterfall(stages, wholeUs, width);
      expect(new Set(lines.map((line) => line.length)).size).toBe(1);
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line).toMatch(/ {2}·*█+·* {2}/);
      }
    }),
  );
});

test('A call without stages draws nothing', () => {
  expect(waterfall([], 10, 100)).toEqual([]);
});
