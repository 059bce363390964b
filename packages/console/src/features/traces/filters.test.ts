import { expect, test } from 'vitest';
import { isFiltered, noFilters, readFilters, toQuery, tracesPath, type TraceFilters } from './filters.ts';

const all: TraceFilters = { search: 'a&b=c', outcome: 'error', model: 'fast cloud', minutes: 60 };

test('filters survive the address', () => {
  expect(readFilters(tracesPath(all).split('?')[1] ?? '')).toEqual(all);
  expect(tracesPath(noFilters)).toBe('/traces');
  expect(isFiltered(noFilters)).toBe(false);
});

test('what an address makes up is left out', () => {
  expect(readFilters('outcome=splendid&minutes=7&model=')).toEqual(noFilters);
});

test('a span begins when it was set', () => {
  expect(toQuery(all, new Date('2026-11-21T10:00:00Z'))).toEqual({
    search: 'a&b=c',
    outcome: 'error',
    model: 'fast cloud',
    from: '2026-11-21T09:00:00.000Z',
  });
  expect(toQuery({ ...noFilters, search: '  ' }, new Date())).toEqual({});
});
