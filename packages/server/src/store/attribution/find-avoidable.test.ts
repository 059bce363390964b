import type { CallRecord } from '@plimsoll/contract/call-record';
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
    const strong = { name: 'strong', provider: 'openai', price: tiered(5_000n, 100n, 10_000, 9_999n) };
    const content = (n: number) => ({ request: { messages: [{ role: 'system', content: 'Rules. '.repeat(2_000) }, { role: 'user', content: 'Good?' }, { role: 'assistant', content: 'Yes.' }, { role: 'user', content: `Text ${n % 20}` }] }, reply: '' });
    await insert(...Array.from({ length: 40 }, (_, n) => call(n, { ...by('strong', 'openai', 4_000, 10, '405000'), content: content(n) })));
    const found = await findAvoidable(store().db, window(), [strong, { name: 'small', provider: 'openai', price: priced(1n, 3n) }]);
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
});
