import { expect, test } from 'vitest';
import { judgedPairs, pairSets, taken } from './pairs.ts';

const threshold = 0.4;

test('the pairs are as many and as different as they claim', () => {
  const countOf = (kind: string): number => pairSets.filter((name) => name.startsWith(kind)).reduce((sum, name) => sum + judgedPairs(name).length, 0);
  expect(countOf('paraphrases')).toBeGreaterThanOrEqual(300);
  expect(countOf('near-misses')).toBeGreaterThanOrEqual(600);
  // Half of what was asked for is kept from tuning.
  expect(judgedPairs('paraphrases-fourth').length).toBeGreaterThanOrEqual(150);
  expect(judgedPairs('near-misses-held-out').length + judgedPairs('near-misses-third').length + judgedPairs('near-misses-fresh').length + judgedPairs('near-misses-fourth').length).toBeGreaterThanOrEqual(300);
  const all = pairSets.flatMap((name) => judgedPairs(name).map(({ a, b }) => `${a}\n${b}`));
  expect(new Set(all).size).toBe(all.length);
});

test('isolation: no semantic false hit on the hand-written near misses, of which half were kept from tuning', () => {
  for (const name of pairSets.filter((set) => set.startsWith('near-misses'))) {
    const wrong = judgedPairs(name).filter(({ same }) => same);
    expect(wrong, name).toEqual([]);
  }
});

test('of paraphrases at least thirty in a hundred hit: of those kept from tuning, and of all that others have written', () => {
  expect(taken(judgedPairs('paraphrases-fourth'), threshold, true)).toBeGreaterThanOrEqual(0.3);
  const others = pairSets.filter((name) => name.startsWith('paraphrases') && name !== 'paraphrases-written-along').flatMap((name) => judgedPairs(name));
  expect(others.length).toBeGreaterThanOrEqual(700);
  expect(taken(others, threshold, true)).toBeGreaterThanOrEqual(0.3);
});
