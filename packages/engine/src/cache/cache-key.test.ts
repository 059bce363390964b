import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { cacheKey } from './cache-key.ts';
import { ReplyCache } from './reply-cache.ts';

const keyOf = (tenant: string, text: string, version = 'c1'): string => cacheKey(tenant, 'chat', version, Buffer.from(text), JSON.parse(text) as JsonObject);

test('the order of members and white space do not matter, nor who asks', () => {
  const one = '{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0,"user":"ada"}';
  const other = '{ "temperature": 0, "messages": [ { "content": "Hi", "role": "user" } ], "model": "m", "user": "bob", "metadata": { "x": "1" } }';
  expect(keyOf('acme', one)).toBe(keyOf('acme', other));
});

test('anything else that differs is another request', () => {
  const texts = [
    '{"model":"m","messages":[]}', '{"model":"n","messages":[]}', '{"model":"m","messages":[],"temperature":0}', '{"model":"m","messages":[],"temperature":0.5}', '{"model":"m","messages":[],"stream":true}',
    '{"model":"m","messages":["a","b"]}', '{"model":"m","messages":["b","a"]}', '{"model":"m","messages":["a,b"]}', '{"model":"m","messages":[],"tools":[{"a":1}]}', '{"model":"m","messages":[null]}', '{"model":"m","messages":["null"]}',
    // Read as numbers, these two are the same.
    '{"model":"m","messages":[],"seed":12345678901234567890}', '{"model":"m","messages":[],"seed":12345678901234567891}',
  ];
  const keys = [...texts.map((text) => keyOf('acme', text)), keyOf('acme', texts[0] ?? '', 'c2'), keyOf('other', texts[0] ?? ''), cacheKey('acme', 'messages', 'c1', Buffer.from(texts[0] ?? ''), JSON.parse(texts[0] ?? '') as JsonObject)];
  expect(new Set(keys).size).toBe(keys.length);
});

test('what is written side by side cannot be cut in two ways', () => {
  const body = Buffer.from('{}');
  expect(cacheKey('x', 'chat', 'chatc', body, {})).not.toBe(cacheKey('xchat', 'chat', 'c', body, {}));
});

test('two different bodies never have one key', () => {
  const body = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }).map((value) => JSON.parse(JSON.stringify({ ...value, user: undefined, metadata: undefined, store: undefined })) as JsonObject);
  fc.assert(
    fc.property(body, body, (one, other) => {
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
      expect(keyOf('t', JSON.stringify(one)) === keyOf('t', JSON.stringify(other))).toBe(same);
    }),
    { numRuns: 500 },
  );
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]).concat([['{}', null]]);
};

test('isolation: 100,000 probes with identical prompts hit no other tenant\'s answer', () => {
  const cache = new ReplyCache({ ttlMs: 60_000, maxBytes: 1e9, maxEntryBytes: 1000 });
  const text = '{"model":"m","messages":[{"role":"user","content":"the same for all"}]}';
  const put = (tenant: string): void =>
    void cache.put({ key: keyOf(tenant, text), tenant, status: 200, headers: {}, body: Buffer.from(tenant), stream: false, tags: [], asked: 'm', model: 'm', provider: 'p', route: 'm', finishReason: 'stop', costPicoUsd: 1n });
  const tenants = Array.from({ length: 500 }, (_, index) => `tenant-${index}`);
  for (const tenant of tenants) put(tenant);
  let crossed = 0;
  let own = 0;
  for (let probe = 0; probe < 100_000; probe += 1) {
    // Names that are made to be mistaken for others' too.
    const tenant = probe % 2 === 0 ? `tenant-${probe % 500}` : ['tenant-', 'tenant-1:', '8:tenant-1', 'TENANT-1', ' tenant-1', 'tenant-1\0'][probe % 6] + String(probe % 97);
    const found = cache.find(keyOf(tenant, text), tenant, Infinity);
    if (found === null) continue;
    if (found.body.toString() === tenant) own += 1;
    else crossed += 1;
  }
  expect(crossed).toBe(0);
  expect(own).toBeGreaterThan(40_000);
  // Even with another tenant's key in hand there is nothing to be had.
  expect(cache.find(keyOf('tenant-1', text), 'tenant-2', Infinity)).toBeNull();
});
