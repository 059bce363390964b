import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ConnectionPool } from './connection-pool.ts';

const make = (): ConnectionPool => new ConnectionPool(() => new Socket(), { host: 'h', port: 1, secure: false });

test('the connection that rested last is used first', () => {
  const pool = make();
  const nowMs = performance.now();
  const [first, second] = [pool.take(nowMs), pool.take(nowMs)];
  pool.rest(first, null);
  pool.rest(second, null);
  expect(pool.busy).toBe(0);
  expect(pool.take(nowMs)).toBe(second);
  expect(pool.take(nowMs)).toBe(first);
  expect(pool.busy).toBe(2);
});

test.each([
  [null, 29_000, true],
  [null, 31_000, false],
  [5, 3_900, true],
  [5, 4_100, false],
  [3_600, 29_000, true],
  [3_600, 31_000, false],
])('a connection whose provider keeps it for %s s is used after %i ms: %s', (keepAliveS, idleMs, used) => {
  const pool = make();
  const connection = pool.take(0);
  pool.rest(connection, keepAliveS);
  expect(pool.take(performance.now() + idleMs) === connection).toBe(used);
  expect(pool.all.size).toBe(1);
});

test('a drained pool keeps nothing', async () => {
  const pool = make();
  const [idle, busy] = [pool.take(0), pool.take(0)];
  pool.rest(idle, null);
  const drained = pool.drain(5_000);
  expect([...pool.all]).toEqual([busy]);
  pool.rest(busy, null);
  await drained;
  expect(pool.all.size).toBe(0);
});
