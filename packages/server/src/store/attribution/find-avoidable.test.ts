import type { CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { by, call, insertInto, models, priced, tiered, window } from './attribution.fixture.ts';
import { findAvoidable } from './find-avoidable.ts';

describeOnEachStore('avoidable spending', (store: () => Store) => {
  const insert = (...records: CallRecord[]): Promise<void> => insertInto(store(), ...records);

  test('a dear model for short answers, context and examples that never change, requests that repeat', async () => {
    const system = { role: 'system', content: 'Rules. '.repeat(2_000) };
    const examples = [{ role: 'user', content: 'Good?' }, { role: 'assistant', content: '{"sentiment":"positive"}' }];
    const content = (question: string) => ({ request: { model: 'strong', messages: [system, ...examples, { role: 'user', content: question }] }, reply: '' });
    await insert(...Array.from({ length: 40 }, (_, n) => call(n, { ...by('strong', 'openai', 4_000, 10, '403000'), feature: 'label', content: content(`Text ${n % 20}`) })));
    const found = await findAvoidable(store().db, window(), models);
    const kinds = new Map(found.findings.map((finding) => [finding.kind, finding]));
    expect([...kinds.keys()].toSorted()).toEqual(['examples', 'oversized-model', 'repeated-requests', 'static-context']);
    // 40 answers of 4,000 tokens in and 10 out: 100 and 300 a token against 1 and 3.
    expect(kinds.get('oversized-model')).toMatchObject({ requests: 40, savePicoUsd: String(40 * (4_000 * 99 + 10 * 297)), where: 'shop / label, model strong' });
    const wholeInput = 40 * 4_000 * 100;
    expect(Number(kinds.get('static-context')?.savePicoUsd) / (wholeInput * 0.9)).toBeGreaterThan(0.95);
    expect(kinds.get('repeated-requests')?.requests).toBe(20);
    expect(Number(kinds.get('examples')?.savePicoUsd)).toBeLessThan(wholeInput * 0.05);
    expect(found.notes).toEqual([]);
    const costs = found.findings.map(({ savePicoUsd }) => BigInt(savePicoUsd));
    expect(costs).toEqual(costs.toSorted((a, b) => (a < b ? 1 : -1)));
  });

  test('without content it says what it could not look at, and short answers of a cheap model are no finding', async () => {
    await insert(...Array.from({ length: 30 }, (_, n) => call(n, by('small', 'llama.cpp', 100, 10, '130'))));
    const found = await findAvoidable(store().db, window(), models);
    expect(found.findings).toEqual([]);
    expect(found.notes[0]).toContain('In 1 of 1 places too little content is kept');
  });

  test('each request is priced by its own length and with its own fee', async () => {
    const strong = { name: 'strong', upstreamModel: 'strong', operations: ['chat' as const], price: tiered(5_000n, 100n, 10_000, 9_999n) };
    const content = (n: number) => ({ request: { messages: [{ role: 'system', content: 'Rules. '.repeat(2_000) }, { role: 'user', content: 'Good?' }, { role: 'assistant', content: 'Yes.' }, { role: 'user', content: `Text ${n % 20}` }] }, reply: '' });
    await insert(...Array.from({ length: 40 }, (_, n) => call(n, { ...by('strong', 'openai', 4_000, 10, '405000'), content: content(n) })));
    const found = await findAvoidable(store().db, window(), [strong, { name: 'small', upstreamModel: 'small', operations: ['chat' as const], price: priced(1n, 3n) }]);
    const saved = new Map(found.findings.map(({ kind, savePicoUsd }) => [kind, Number(savePicoUsd)]));
    const wholeInput = 40 * 400_000;
    expect(saved.get('oversized-model')).toBe(40 * (405_000 - 4_030));
    expect((saved.get('static-context') ?? 0) / (wholeInput * 0.9)).toBeGreaterThan(0.95);
    expect((saved.get('static-context') ?? 0) / (wholeInput * 0.9)).toBeLessThanOrEqual(1);
    expect(saved.get('examples')).toBeGreaterThan(0);
    expect(saved.get('examples')).toBeLessThan(wholeInput * 0.02);
    // Half of what was paid, fees and all.
    expect(saved.get('repeated-requests')).toBe(20 * 405_000);
  });

  const rules = (whose: string): string => `${whose} `.repeat(2_000);
  const asked = (system: string, n: number) => ({ request: { messages: [{ role: 'system', content: system }, { role: 'user', content: `${n} ${'and so on '.repeat(400)}` }] }, reply: '' });
  const dear = by('strong', 'openai', 4_000, 100, '430000');

  test('a cache is not recommended for what the cache answered, nor for what failed and was sent again', async () => {
    const numbers = Array.from({ length: 30 }, (_, n) => n);
    await insert(
      ...numbers.map((n) => call(n, { ...dear, content: asked('', n) })),
      ...numbers.map((n) => call(100 + n, { model: 'strong', provider: 'openai', usage: noUsage, costPicoUsd: '0', attempts: [], cache: 'exact', content: asked('', n) })),
      ...numbers.map((n) => call(200 + n, { ...dear, outcome: 'error', status: 502, errorCode: 'provider_closed', finishReason: null, content: asked('', n) })),
    );
    const found = await findAvoidable(store().db, window(), models);
    expect(found.findings).toEqual([]);
    expect(found.notes).toEqual([]);
  });

  test('tenants are looked at one by one: what several of them ask is no repetition, and what each says to every request is its own context', async () => {
    const numbers = Array.from({ length: 25 }, (_, n) => n);
    const of = (tenant: string, from: number) => numbers.map((n) => call(from + n, { ...dear, tenant, content: asked(rules(tenant), n) }));
    // The same requests, word for word, of two tenants; and a third one with too few to be told anything.
    const same = (tenant: string, from: number) => numbers.map((n) => call(from + n, { ...dear, tenant, feature: 'same', content: asked('', n) }));
    await insert(...of('acme', 0), ...of('globex', 100), ...same('acme', 200), ...same('globex', 300), ...of('initech', 400).slice(0, 3));
    const found = await findAvoidable(store().db, window(), models);
    expect(found.findings.map(({ kind, where, requests }) => [kind, where, requests]).toSorted(([, one = ''], [, other = '']) => (one < other ? -1 : 1))).toEqual([
      ['static-context', 'acme: shop / no feature, model strong', 25],
      ['static-context', 'globex: shop / no feature, model strong', 25],
    ]);
    expect((await findAvoidable(store().db, window({ tenant: 'acme' }), models)).findings.map(({ where }) => where)).toEqual(['shop / no feature, model strong']);
  });

  test('a smaller model is one that can answer, and saves what its answers cost beyond what was paid', async () => {
    const free = priced(0n, 0n);
    const embedders = [
      { name: 'text-embedding', upstreamModel: 'text-embedding', operations: ['chat' as const, 'embeddings' as const], price: free },
      { name: 'meaning', upstreamModel: 'nomic-embed-text-v2', operations: ['chat' as const, 'embeddings' as const], price: free },
      { name: 'vectors', upstreamModel: 'vectors', operations: ['chat' as const, 'embeddings' as const], price: free },
      { name: 'other', upstreamModel: 'other', operations: ['embeddings' as const], price: free },
    ];
    // Read from the provider's cache, in part: each cost less than its tokens would.
    await insert(
      ...Array.from({ length: 30 }, (_, n) => call(n, by('strong', 'openai', 4_000, 10, '103000'))),
      call(40, { ...by('vectors', 'openai', 50, 0, '0'), operation: 'embeddings', finishReason: null }),
    );
    const [finding, ...others] = (await findAvoidable(store().db, window(), [...embedders, ...models])).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'oversized-model', savePicoUsd: String(30 * (103_000 - 4_030)), remedy: expect.stringContaining('"small"') as string });
    expect((await findAvoidable(store().db, window(), [...embedders, ...models.filter(({ name }) => name === 'strong')])).findings).toEqual([]);
  });
});
