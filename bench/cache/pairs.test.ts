import { expect, test } from 'vitest';
import { judgedPairs, pairSets, taken } from './pairs.ts';

const threshold = 0.4;

test('the pairs are as many and as different as they claim', () => {
  const countOf = (kind: string): number => pairSets.filter((name) => name.startsWith(kind)).reduce((sum, name) => sum + judgedPairs(name).length, 0);
  expect(countOf('paraphrases')).toBeGreaterThanOrEqual(300);
  expect(countOf('near-misses')).toBeGreaterThanOrEqual(600);
  const all = pairSets.flatMap((name) => judgedPairs(name).map(({ a, b }) => `${a}\n${b}`));
  expect(new Set(all).size).toBe(all.length);
});

test('isolation: no semantic false hit on the hand-written near misses, of which half were kept from tuning', () => {
  for (const name of pairSets.filter((set) => set.startsWith('near-misses'))) {
    const wrong = judgedPairs(name).filter(({ same }) => same);
    expect(wrong, name).toEqual([]);
  }
});

test('at least 30 % of all paraphrases hit', () => {
  const all = pairSets.filter((name) => name.startsWith('paraphrases')).flatMap((name) => judgedPairs(name));
  expect(taken(all, threshold, true)).toBeGreaterThanOrEqual(0.3);
});
