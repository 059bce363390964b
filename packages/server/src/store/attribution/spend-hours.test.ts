import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { spooled } from '../../spool/records.fixture.ts';
import { callRecord } from '../calls/calls.fixture.ts';
import { deleteOldCalls } from '../calls/delete-old-calls.ts';
import { insertCalls } from '../calls/insert-calls.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { attributeSpend } from './attribute-spend.ts';
import { callsIn, type CallWindow } from './calls-as-json.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 1);

describeOnEachStore('spending by the hour', (store) => {
  let next = 0;
  const insert = async (...startedAt: readonly number[]): Promise<void> => {
    await insertCalls(store().db, startedAt.map((at) => spooled(callRecord((next += 1), { startedAt: at, user: `u${next % 3}`, feature: next % 2 === 0 ? 'x' : null }))));
  };

  /** By records alone. */
  const counted = async (window: CallWindow): Promise<{ requests: number; cost: string }> => {
    const { rows: [row] } = await sql<{ requests: number; cost: string }>`select count(*)::int as requests, coalesce(sum(cost), 0)::text as cost from (${callsIn(window)}) as calls`.execute(store().db);
    return row ?? { requests: -1, cost: '' };
  };
  const reported = async (window: CallWindow): Promise<{ requests: number; cost: string }> => {
    const { total, rows } = await attributeSpend(store().db, window, 'user', 100);
    expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(total.requests);
    return { requests: total.requests, cost: total.costPicoUsd };
  };
  const between = (from: number, to: number): CallWindow => ({ from: new Date(from), to: new Date(to), tenant: null });

  test('any window says what its records say, however often it was read and whatever came late', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 8 * hourMs - 1 }), { minLength: 1, maxLength: 6 });
    const edge = fc.integer({ min: -hourMs, max: 9 * hourMs });
    await fc.assert(
      fc.asyncProperty(times, edge, edge, async (offsets, one, other) => {
        await insert(...offsets.map((offset) => start + offset));
        const window = between(start + Math.min(one, other), start + Math.max(one, other));
        expect(await reported(window)).toEqual(await counted(window));
      }),
      { numRuns: 40 },
    );
  });

  test('a record stored while its hour is being read is in the next report', async () => {
    const window = between(start, start + 2 * hourMs);
    await insert(...Array.from({ length: 300 }, (_, n) => start + n * 1000));
    await Promise.all([reported(window), insert(start + 5), reported(window), insert(start + hourMs + 5)]);
    expect(await reported(window)).toEqual(await counted(window));
    expect((await reported(window)).requests).toBe(302);
  });

  test('an hour that is over is read once, and calls of this moment are counted all the same', async () => {
    const now = Date.now();
    await insert(start, start + hourMs, now - 1_000);
    const window = between(start, now + 1_000);
    expect((await reported(window)).requests).toBe(3);
    // What the sums say is believed: records are not read again.
    await sql`delete from calls where id < ${'f'.repeat(32)}::uuid and record like ${`%${start}%`}`.execute(store().db);
    expect((await reported(window)).requests).toBe(3);
    const { rows } = await sql<{ hours: number }>`select count(*)::int as hours from spend_hours`.execute(store().db);
    expect(rows).toEqual([{ hours: 2 }]);
  });

  test('sums go when the last record of their hour goes', async () => {
    await insert(start, start + hourMs);
    await reported(between(start, start + 3 * hourMs));
    await deleteOldCalls(store().db, new Date(start + hourMs + 1));
    expect((await reported(between(start, start + 3 * hourMs))).requests).toBe(1);
  });
});
