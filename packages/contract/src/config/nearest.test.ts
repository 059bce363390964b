import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['provder', 'provider'],
  ['Provider', 'provider'],
  ['base-url', 'base_url'],
  ['baseurl', 'base_url'],
  ['time_out_ms', 'timeout_ms'],
  ['modle', 'model'],
])('%s is taken for %s', (written, meant) => {
  expect(nearest(written, ['provider', 'base_url', 'timeout_ms', 'model', 'key'])).toBe(meant);
});

test('nothing is suggested for what is like nothing', () => {
  expect(nearest('temperature', ['provider', 'key'])).toBeNull();
  expect(nearest('x'.repeat(100_000), ['x'])).toBeNull();
  expect(nearest('anything', [])).toBeNull();
});
