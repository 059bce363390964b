import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { resolveOverlaps, weightOf } from './resolve-overlaps.ts';

const finding = fc
  .record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 30 }), type: fc.constantFrom('email', 'person', 'card'), score: fc.integer({ min: 0, max: 100 }) })
  .map(({ start, length, type, score }): Finding => ({ start, end: start + length, type, score: score / 100, why: 'because' }));

const overlap = (one: Finding, other: Finding): boolean => one.start < other.end && other.start < one.end;

describe('Where candidates overlap', () => {
  test('no two of those that are kept do, and they stand in the order of the text', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 40 }), (candidates) => {
        const kept = resolveOverlaps(candidates);
        for (let at = 1; at < kept.length; at++) expect(kept[at]?.start).toBeGreaterThanOrEqual(kept[at - 1]?.end ?? 0);
      }),
    );
  });

  test('each that goes lost to a kept one that is at least as heavy', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 40 }), (candidates) => {
        const kept = resolveOverlaps(candidates);
        for (const candidate of candidates.filter((each) => !kept.includes(each))) expect(kept.some((winner) => overlap(winner, candidate) && weightOf(winner) >= weightOf(candidate))).toBe(true);
      }),
    );
  });

  test('the order of the candidates does not matter', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (candidates) => {
        expect(resolveOverlaps(candidates.toReversed())).toEqual(resolveOverlaps(candidates));
      }),
    );
  });

  test('of two that are as sure the longer stays, and a much surer one beats a longer', () => {
    const short = { start: 2, end: 8, type: 'card', score: 0.8, why: '' };
    const long = { start: 0, end: 30, type: 'phone', score: 0.8, why: '' };
    expect(resolveOverlaps([short, long])).toEqual([long]);
    expect(resolveOverlaps([{ ...short, score: 0.99 }, { ...long, score: 0.5 }])).toEqual([{ ...short, score: 0.99 }]);
  });
});
