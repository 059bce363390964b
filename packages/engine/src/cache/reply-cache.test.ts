import { expect, test } from 'vitest';
import { ReplyCache, type CachedReply } from './reply-cache.ts';

const entry = (key: string, changes: Partial<CachedReply> = {}): Omit<CachedReply, 'storedAtMs'> => ({
  key, tenant: 'acme', status: 200, headers: {}, body: Buffer.alloc(9 * 1024), stream: false, tags: [], asked: 'm', model: 'small', provider: 'p', route: 'm', finishReason: null, costPicoUsd: 5n, ...changes,
});

const cacheOf = (maxBytes: number) => {
  const clock = { nowMs: 0 };
  return { clock, cache: new ReplyCache({ ttlMs: 1000, maxBytes, maxEntryBytes: 16 * 1024, now: () => clock.nowMs }) };
};

test('an answer is given for its time to live, or for as long as the caller takes', () => {
  const { cache, clock } = cacheOf(1e6);
  cache.put(entry('a'));
  clock.nowMs = 999;
  expect(cache.find('a', 'acme', Infinity)).not.toBeNull();
  expect(cache.find('a', 'acme', 500)).toBeNull();
  clock.nowMs = 1000;
  expect(cache.find('a', 'acme', Infinity)).toBeNull();
  expect(cache.figures(null).entries).toBe(0);
});

test('memory is bounded; the longest unused goes first, and no tenant takes more than half', () => {
  const { cache } = cacheOf(100 * 1024);
  for (let n = 0; n < 5; n += 1) cache.put(entry(`other-${n}`, { tenant: 'other' }));
  for (let n = 0; n < 50; n += 1) {
    cache.put(entry(`a-${n}`));
    cache.find('a-0', 'acme', Infinity);
  }
  const [mine, others, all] = [cache.figures('acme'), cache.figures('other'), cache.figures(null)];
  expect(mine.bytes).toBeLessThanOrEqual(50 * 1024);
  expect(others.entries).toBe(5);
  expect(all.bytes).toBe(mine.bytes + others.bytes);
  expect(cache.find('a-0', 'acme', Infinity)).not.toBeNull();
  expect(cache.find('a-1', 'acme', Infinity)).toBeNull();
  expect(cache.put(entry('large', { body: Buffer.alloc(17 * 1024) }))).toBeNull();
});

test('answers are forgotten by tag, by model, or all, of one tenant or of all', () => {
  const { cache } = cacheOf(1e6);
  cache.put(entry('a', { tags: ['catalogue', 'eu'] }));
  cache.put(entry('b', { model: 'strong' }));
  cache.put(entry('c', { tenant: 'other', tags: ['catalogue'] }));
  expect(cache.invalidate('acme', { tag: 'catalogue' })).toBe(1);
  expect(cache.invalidate(null, { model: 'strong' })).toBe(1);
  expect(cache.invalidate('acme', {})).toBe(0);
  expect(cache.invalidate(null, {})).toBe(1);
  expect(cache.figures(null)).toMatchObject({ entries: 0, bytes: 0 });
});
