import { expect, test } from 'vitest';
import { arrivals, newestFirst, withoutRepeats } from './newest.ts';

const list = (...ids: readonly string[]): readonly { readonly id: string }[] => ids.map((id) => ({ id }));

test('what is new stands before what is known', () => {
  expect(arrivals(list('c', 'b'), list('e', 'd', 'c'))).toEqual({ items: list('e', 'd'), gap: false });
  expect(arrivals(list('c'), list('c'))).toEqual({ items: [], gap: false });
});

test('a page of nothing but new ones means that some were missed', () => {
  expect(arrivals(list('a'), list('e', 'd')).gap).toBe(true);
  expect(arrivals([], list('b', 'a'))).toEqual({ items: list('b', 'a'), gap: false });
});

test('a record that arrived late is new wherever it stands on the page', () => {
  expect(arrivals(list('d', 'b'), list('d', 'c', 'b'))).toEqual({ items: list('c'), gap: false });
});

test('a long call that arrives late stands where it began, and calls of one instant keep their order', () => {
  const begun = (id: string, second: number) => ({ id, startedAt: `2026-11-21T10:00:0${second}.000Z` });
  expect(newestFirst([begun('late', 2), begun('d', 5), begun('c', 3), begun('b', 3), begun('a', 1)]).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'late', 'a']);
});

test('overlapping pages show each record once', () => {
  expect(withoutRepeats(list('c', 'b', 'b', 'a'))).toEqual(list('c', 'b', 'a'));
});
