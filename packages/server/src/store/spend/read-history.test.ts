import type { BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { expect, test } from 'vitest';
import { by, insertInto, start } from '../attribution/attribution.fixture.ts';
import { callRecord } from '../calls/calls.fixture.ts';
import { deleteOldCalls } from '../calls/delete-old-calls.ts';
import type { Store } from '../store.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { readSpendHistory } from './read-history.ts';

const dayMs = 86_400_000;

describeOnEachStore('the history of a budget', (store: () => Store) => {
  const insert = (...records: CallRecord[]): Promise<void> => insertInto(store(), ...records);
  const whole: BudgetSettings = { usd: '1', per: 'day', mode: 'enforce' };

  test('a budget\'s spending adds up step by step, by roll-ups where they know enough and by records where they do not', async () => {
    const half = 1_800_000;
    await insert(...Array.from({ length: 8 }, (_, n) => callRecord(n, { startedAt: start + n * half, ...by('strong', 'openai', 10, 10, '100'), user: n % 2 === 0 ? 'ada' : 'bob' })));
    const ask = (settings: BudgetSettings) => readSpendHistory(store().db, { budget: 'b', settings, from: new Date(start), to: new Date(start + dayMs), now: new Date(start + 4 * 3_600_000) });
    const all = await ask(whole);
    expect(all).toMatchObject({ stepSeconds: 900, budget: 'b' });
    expect(all.points.length).toBe(16);
    expect(all.points.map(({ spentPicoUsd }) => spentPicoUsd).filter((_, index) => index % 4 === 3)).toEqual(['200', '400', '600', '800']);
    expect((await ask({ ...whole, user: 'ada' })).points.at(-1)?.spentPicoUsd).toBe('400');
    expect((await ask({ ...whole, model: 'small' })).points.at(-1)?.spentPicoUsd).toBe('0');
    expect((await ask({ ...whole, tenant: 'acme' })).points.at(-1)?.spentPicoUsd).toBe('0');
  });

  test('a month that begins within an hour, as in India, has all of its calls and no others, also when minutes are no longer kept', async () => {
    const [from, to] = [new Date('2026-10-31T18:30:00Z'), new Date('2026-11-30T18:30:00Z')];
    const at = (time: string, cost: string): CallRecord => callRecord(Number(cost), { startedAt: Date.parse(time), ...by('strong', 'openai', 10, 10, cost), user: 'ada' });
    await insert(at('2026-10-31T18:29:59Z', '1'), at('2026-10-31T18:30:01Z', '10'), at('2026-10-31T19:10:00Z', '100'), at('2026-11-20T08:40:00Z', '1000'), at('2026-11-30T18:10:00Z', '10000'), at('2026-11-30T18:40:00Z', '100000'));
    const spentBy = async (now: Date, settings: Partial<BudgetSettings> = {}): Promise<string | undefined> =>
      (await readSpendHistory(store().db, { budget: 'b', settings: { ...whole, ...settings }, from, to, now })).points.at(-1)?.spentPicoUsd;
    const everybodys: Partial<BudgetSettings>[] = [{}, { user: 'ada' }, { model: 'strong', tenant: 'default' }];
    for (const settings of everybodys) {
      expect(await spentBy(new Date('2026-11-02T12:00:00Z'), settings)).toBe('110');
      expect(await spentBy(new Date('2026-11-20T08:50:00Z'), settings)).toBe('1110');
    }
    await deleteOldCalls(store().db, new Date('2026-10-01T00:00:00Z'), { now: new Date('2026-12-01T00:00:00Z') });
    for (const settings of everybodys) expect(await spentBy(new Date('2026-12-01T00:00:00Z'), settings)).toBe('11110');
    const [first] = (await readSpendHistory(store().db, { budget: 'b', settings: whole, from, to, now: new Date('2026-12-01T00:00:00Z') })).points;
    expect(first?.spentPicoUsd).toBe('110');
  });
});
