import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without options every section is measured with every contender', () => {
  expect(readOptions([])).toEqual({ quick: false, only: ['saturation', 'bodies', 'latency', 'streams'], without: [], json: false, out: null });
});

test('sections and contenders may be repeated or listed', () => {
  expect(readOptions(['--only', 'bodies', '--only=streams', '--without', 'nginx,portkey'])).toMatchObject({
    only: ['bodies', 'streams'],
    without: ['nginx', 'portkey'],
  });
});

test('a wrong name is refused with the right ones', () => {
  expect(() => readOptions(['--only', 'bodys'])).toThrow('--only takes saturation, bodies, latency, streams, not "bodys"');
  expect(() => readOptions(['--fast'])).toThrow(TypeError);
});
