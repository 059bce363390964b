import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('the first crashes are answered by a restart at once, then pauses grow to thirty seconds', () => {
  const policy = new RestartPolicy();
  const restarts = Array.from({ length: 14 }, (_, index) => [policy.crashed(index, 5), policy.waitMs(index)]);
  expect(restarts.slice(0, 5)).toEqual([[true, 0], [true, 0], [true, 0], [true, 0], [true, 0]]);
  expect(restarts.slice(5, 7)).toEqual([[false, 500], [false, 1000]]);
  expect(restarts.at(-1)).toEqual([false, 30_000]);
});

test('a process that worked for a while is restarted at once again', () => {
  const policy = new RestartPolicy();
  for (let crash = 0; crash < 8; crash += 1) policy.crashed(0, 5);
  expect(policy.crashed(100_000, 20_000)).toBe(true);
  expect(policy.waitMs(100_000)).toBe(0);
});

test('a file that cannot be loaded is not tried again before a pause', () => {
  const policy = new RestartPolicy();
  policy.unloadable(0);
  expect(policy.waitMs(0)).toBe(500);
  expect(policy.waitMs(500)).toBe(0);
  policy.unloadable(500);
  expect(policy.waitMs(500)).toBe(1000);
});
