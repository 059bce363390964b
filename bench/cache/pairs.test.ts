import { expect, test } from 'vitest';
import { judgedPairs, pairSets, taken } from './pairs.ts';

const threshold = 0.4;

test('the pairs are as many and as different as they claim', () => {
  const counts = pairSets.map((name) => judgedPairs(name).length);
  expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBeGreaterThanOrEqual(300);
  expect((counts[2] ?? 0) + (counts[3] ?? 0)).toBeGreaterThanOrEqual(600);
  const all = pairSets.flatMap((name) => judgedPairs(name).map(({ a, b }) => `${a}\n${b}`));
  expect(new Set(all).size).toBe(all.length);
});

test('isolation: no semantic false hit on the hand-written near misses, of which half were kept from tuning', () => {
  for (const name of ['near-misses-tuning', 'near-misses-held-out'] as const) {
    const wrong = judgedPairs(name).filter(({ same }) => same);
    expect(wrong, name).toEqual([]);
  }
});

test('at least 30 % of the paraphrases hit', () => {
  const all = [...judgedPairs('paraphrases-tuning'), ...judgedPairs('paraphrases-held-out')];
  expect(taken(all, threshold, true)).toBeGreaterThanOrEqual(0.3);
});
