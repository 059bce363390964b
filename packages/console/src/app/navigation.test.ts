import { expect, test } from 'vitest';
import { isUnder, navigation, navigationFor } from './navigation.ts';

const titles = (role: 'admin' | 'viewer'): readonly string[] => navigationFor(role).flatMap(({ pages }) => pages.map(({ title }) => title));

test('the steps of the spine stand in their order', () => {
  const steps = navigation.map(({ title }) => title).filter((title) => title !== null && title !== 'Tools');
  expect(steps).toEqual(['Target', 'Evals', 'Releases', 'Traces', 'Guardrails', 'Spend', 'Owner']);
});

test('only pages that exist are links, and Keys is for admins', () => {
  expect(titles('admin')).toEqual(['Overview', 'Traces', 'Spend', 'Limits', 'Cache', 'Playground', 'Batches', 'Keys']);
  expect(titles('viewer')).toEqual(['Overview', 'Traces', 'Spend', 'Limits', 'Cache', 'Playground', 'Batches']);
});

test('a heading never only repeats its one page', () => {
  expect(navigationFor('admin').map(({ title }) => title)).toEqual([null, null, 'Spend', 'Tools']);
});

test('a detail page belongs to its list, and the first page owns only itself', () => {
  expect(isUnder('/traces/abc', '/traces')).toBe(true);
  expect(isUnder('/tracesque', '/traces')).toBe(false);
  expect(isUnder('/traces', '/')).toBe(false);
});
