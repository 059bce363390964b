import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Account } from '@plimsoll/engine/spend/budgets';
import { holdForPart } from '../../batches/provider/hold-for-part.ts';
import { insertFile } from '../files/files.ts';
import { postgresTreasury } from '../spend/postgres-treasury.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { findBatch, insertBatch } from './batches.ts';
import { beginPart, countsAtProviders, endPart, itemsOf, linesAtProviders, losePart, noteItems, openPartsOf, partSubmitted, settleResults, type StoredPart } from './parts.ts';
import { linesDone } from './results.ts';
import { takeBatch } from './work.ts';

const accountOf = (name: string, capPicoUsd: bigint, mode: 'enforce' | 'observe' = 'enforce'): Account => ({
  key: `${name}//total`,
  budget: { name, capPicoUsd, per: 'total', mode, only: {}, each: null },
  subject: '',
  window: 'total',
  endsAtMs: null,
});

describeOnEachStore('parts of batches at providers', (store) => {
  const standing = async ({ key }: Account): Promise<{ taken: string; settled: string } | undefined> =>
    (await sql<{ taken: string; settled: string }>`select taken, settled from budget_accounts where key = ${key}`.execute(store().db)).rows[0];

  const begin = async (accounts: readonly Account[] = [], id = 'part-1'): Promise<StoredPart> => {
    const { db } = store();
    const part = { id, batch: 'b', holder: id, model: 'gpt', route: 'gpt', accounts: accounts.map(({ key }) => key), status: 'preparing' as const, upstream: null, begun_at: new Date() };
    await beginPart(db, part);
    return part;
  };

  const batch = async (): Promise<void> => {
    const { db } = store();
    await insertFile(db, { id: 'file-1', tenant: 'acme', purpose: 'batch', filename: 'x', bytes: 0, created_at: new Date(), complete: true, batch: null, failed: null });
    await insertBatch(db, {
      id: 'b', tenant: 'acme', app: 'a', key_id: 'k', endpoint: '/v1/chat/completions', completion_window: '24h', input_file: 'file-1', headers: '{}', metadata: null, status: 'in_progress',
      paused: false, created_at: new Date(), expires_at: new Date(Date.now() + 60_000), errors: null, total: 3, completed: 0, failed: 0, output_file: null, error_file: null, worker: null, job: null,
    });
    await takeBatch(db, 'b', { worker: 'w', job: 'j' });
  };

  const paid = (line: number, costPicoUsd: bigint, failed = false) => ({ result: { line, failed, output: `{"line":${line}}` }, costPicoUsd });

  test('a part holds the worst case of as many items as every budget has room for, and no more', async () => {
    const [wide, narrow] = [accountOf('wide', 1_000n), accountOf('narrow', 100n)];
    const fits = await holdForPart(postgresTreasury(store().db, 'one'), [wide, narrow], [40n, 40n, 40n]);
    expect(fits).toBe(2);
    expect([await standing(wide), await standing(narrow)]).toMatchObject([{ taken: '80' }, { taken: '80' }]);
    expect(await holdForPart(postgresTreasury(store().db, 'two'), [narrow], [40n])).toBe(0);
    expect(await standing(narrow)).toMatchObject({ taken: '80' });
  });

  test('a budget that observes has no say in how many fit, and holds all of it', async () => {
    const watched = accountOf('watched', 50n, 'observe');
    expect(await holdForPart(postgresTreasury(store().db, 'one'), [watched], [40n, 40n])).toBe(2);
    expect(await standing(watched)).toMatchObject({ taken: '80' });
  });

  test('what a part cost is settled once however often it is told, and the rest is given back at its end', async () => {
    const { db } = store();
    const account = accountOf('team', 1_000n);
    await batch();
    const part = await begin([account]);
    expect(await holdForPart(postgresTreasury(db, part.holder), [account], [100n, 100n])).toBe(2);
    expect(await noteItems(db, part, 'j', [{ line: 1, heldPicoUsd: 100n }, { line: 2, heldPicoUsd: 100n }])).toBe(true);
    expect(await partSubmitted(db, part.id, 'up-1')).toBe(true);
    expect(await linesAtProviders(db, 'b')).toEqual(new Set([1, 2]));
    expect(await countsAtProviders(db, ['b'])).toEqual(new Map([['b', 2]]));

    expect(await settleResults(db, 'j', part, [paid(1, 30n)])).toBe(true);
    expect(await settleResults(db, 'j', part, [paid(1, 30n), paid(2, 20n, true)])).toBe(true);
    expect(await standing(account)).toEqual({ taken: '200', settled: '50' });
    expect(await findBatch(db, null, 'b')).toMatchObject({ completed: 1, failed: 1 });
    expect(await itemsOf(db, part.id)).toEqual(new Map());

    await endPart(db, part, 'ended');
    expect(await standing(account)).toEqual({ taken: '50', settled: '50' });
    expect(await openPartsOf(db, 'b')).toEqual([]);
  });

  test('whoever lost the batch settles nothing and writes nothing', async () => {
    const { db } = store();
    const account = accountOf('team', 1_000n);
    await batch();
    const part = await begin([account]);
    await holdForPart(postgresTreasury(db, part.holder), [account], [100n]);
    await takeBatch(db, 'b', { worker: 'other', job: 'later' });
    expect(await settleResults(db, 'j', part, [paid(1, 30n)])).toBe(false);
    expect(await standing(account)).toEqual({ taken: '100', settled: '0' });
    expect(await linesDone(db, 'b')).toEqual(new Set());
  });

  test('a part that may have arrived, and cannot be asked about, counts as spent; its items are free again', async () => {
    const { db } = store();
    const account = accountOf('team', 1_000n);
    await batch();
    const part = await begin([account]);
    await holdForPart(postgresTreasury(db, part.holder), [account], [100n, 60n]);
    await noteItems(db, part, 'j', [{ line: 1, heldPicoUsd: 100n }, { line: 2, heldPicoUsd: 60n }]);
    await losePart(db, part, 160n, 'refused');
    expect(await standing(account)).toEqual({ taken: '160', settled: '160' });
    expect(await linesAtProviders(db, 'b')).toEqual(new Set());
  });

  test('nothing is sent for a part that another has ended meanwhile', async () => {
    const { db } = store();
    await batch();
    const part = await begin();
    await endPart(db, part, 'ended');
    expect(await noteItems(db, part, 'j', [{ line: 1, heldPicoUsd: 0n }])).toBe(false);
    expect(await partSubmitted(db, part.id, 'up-1')).toBe(false);
  });

  test('a lease that is granted after its part has ended is void', async () => {
    const { db } = store();
    const account = accountOf('team', 1_000n);
    await batch();
    const part = await begin([account]);
    await endPart(db, part, 'ended');
    await holdForPart(postgresTreasury(db, part.holder), [account], [100n]).catch(() => undefined);
    expect((await standing(account))?.taken ?? '0').toBe('0');
  });

  test('whoever lost the batch sends nothing', async () => {
    const { db } = store();
    await batch();
    const part = await begin();
    await takeBatch(db, 'b', { worker: 'other', job: 'later' });
    expect(await noteItems(db, part, 'j', [{ line: 1, heldPicoUsd: 0n }])).toBe(false);
    expect(await linesAtProviders(db, 'b')).toEqual(new Set());
  });

  test('the id of a batch may be told twice, another one not', async () => {
    const { db } = store();
    await batch();
    const part = await begin();
    await noteItems(db, part, 'j', []);
    expect([await partSubmitted(db, part.id, 'up-1'), await partSubmitted(db, part.id, 'up-1'), await partSubmitted(db, part.id, 'up-2')]).toEqual([true, true, false]);
  });

  test('two parts that answered one line are both owed for, and the line has one result', async () => {
    const { db } = store();
    const account = accountOf('team', 1_000n);
    await batch();
    for (const id of ['part-1', 'part-2']) {
      const part = await begin([account], id);
      await holdForPart(postgresTreasury(db, part.holder), [account], [100n]);
      await noteItems(db, part, 'j', [{ line: 1, heldPicoUsd: 100n }]);
      await settleResults(db, 'j', part, [paid(1, 60n)]);
      await endPart(db, part, 'ended');
    }
    expect(await standing(account)).toEqual({ taken: '120', settled: '120' });
    expect(await findBatch(db, null, 'b')).toMatchObject({ completed: 1, failed: 0 });
  });
});
