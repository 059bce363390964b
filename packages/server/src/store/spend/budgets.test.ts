import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { grantOf, type LeaseAsk } from '@plimsoll/engine/spend/treasury';
import type { Account } from '@plimsoll/engine/spend/budgets';
import { spooled } from '../../spool/records.fixture.ts';
import { callRecord } from '../calls/calls.fixture.ts';
import { insertCalls } from '../calls/insert-calls.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { closeHolder } from './close-holder.ts';
import { postgresTreasury } from './postgres-treasury.ts';
import { readStandings } from './read-spend.ts';

const accountOf = (key: string, capPicoUsd: bigint, endsAtMs: number | null = null): Account => ({
  key,
  budget: { name: key.split('/')[0] ?? '', capPicoUsd, per: 'total', mode: 'enforce', only: {}, each: null },
  subject: '',
  window: 'total',
  endsAtMs,
});

const askFor = (account: Account, sequence: number, keep: bigint, need: bigint, slice = 0n): LeaseAsk => ({ account, sequence, keepPicoUsd: keep, needPicoUsd: need, slicePicoUsd: slice });

describeOnEachStore('budgets in the store', (store) => {
  const standing = async (key: string): Promise<{ taken: string; settled: string } | undefined> =>
    (await sql<{ taken: string; settled: string }>`select taken, settled from budget_accounts where key = ${key}`.execute(store().db)).rows[0];

  test('grants exactly what the engine\'s arithmetic says, over random asks of three holders', async () => {
    const amount = fc.bigInt({ min: 0n, max: 5_000n });
    const step = fc.record({ holder: fc.constantFrom('a', 'b', 'c'), keepShare: fc.integer({ min: 0, max: 100 }), need: amount, slice: amount });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.bigInt({ min: 0n, max: 20_000n }), async (steps, cap) => {
        const account = accountOf(`b${(run += 1)}//total`, cap);
        const has = new Map<string, bigint>();
        let sequence = 0;
        for (const { holder, keepShare, need, slice } of steps) {
          const held = has.get(holder) ?? 0n;
          const ask = askFor(account, (sequence += 1), (held * BigInt(keepShare)) / 100n, need, slice);
          const takenPicoUsd = [...has.values()].reduce((sum, one) => sum + one, 0n);
          const expected = grantOf({ takenPicoUsd, heldByAskerPicoUsd: held }, { ...ask, capPicoUsd: cap });
          expect(await postgresTreasury(store().db, holder).lease([ask])).toEqual([expected]);
          has.set(holder, expected.grantedPicoUsd);
        }
        const taken = [...has.values()].reduce((sum, one) => sum + one, 0n);
        expect((await standing(account.key))?.taken).toBe(taken.toString());
        expect(taken <= cap).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('an ask that arrives after a later one is void', async () => {
    const account = accountOf('late//total', 1000n);
    const treasury = postgresTreasury(store().db, 'a');
    await treasury.lease([askFor(account, 2, 0n, 100n)]);
    expect(await treasury.lease([askFor(account, 1, 0n, 500n)])).toEqual([null]);
    expect((await standing(account.key))?.taken).toBe('100');
  });

  test('many replicas that ask at once get no more than the cap together', async () => {
    const org = accountOf('org//total', 300n);
    const users = [accountOf('user/x/total', 90n), accountOf('user/y/total', 90n)];
    const grants = await Promise.all(
      Array.from({ length: 40 }, (_, place) => postgresTreasury(store().db, `h${place}`).lease([askFor(org, 1, 0n, 25n, 10n), askFor(users[place % 2] ?? org, 1, 0n, 7n)])),
    );
    const granted = grants.reduce((sum, [grant]) => sum + (grant?.grantedPicoUsd ?? 0n), 0n);
    expect(granted).toBe(300n);
    expect(await standing('org//total')).toEqual({ taken: '300', settled: '0' });
    expect((await standing('user/x/total'))?.taken).toBe('90');
  });

  test('what calls took is settled with their records, once however often they come; a dead holder gives back the rest', async () => {
    const account = accountOf('org//total', 1000n);
    await postgresTreasury(store().db, '00000000000000aa').lease([askFor(account, 1, 0n, 400n)]);
    const [attempt] = callRecord(1).attempts;
    if (attempt === undefined) throw new Error('the made-up call has an attempt');
    const paid = (n: number, picoUsd: string) => spooled(callRecord(n, { attempts: [{ ...attempt, charge: { holder: '00000000000000aa', accounts: [account.key], picoUsd } }] }));
    await insertCalls(store().db, [paid(1, '30'), paid(2, '12')]);
    await insertCalls(store().db, [paid(2, '12'), paid(3, '8')]);
    expect(await standing(account.key)).toEqual({ taken: '400', settled: '50' });

    expect(await closeHolder(store().db, '00000000000000aa')).toBe(1);
    expect(await standing(account.key)).toEqual({ taken: '50', settled: '50' });
    // Closing again changes nothing, and neither does an ask of the dead that comes late.
    await closeHolder(store().db, '00000000000000aa');
    expect(await postgresTreasury(store().db, '00000000000000aa').lease([askFor(account, 99, 0n, 500n)])).toEqual([null]);
    expect(await standing(account.key)).toEqual({ taken: '50', settled: '50' });
  });

  test('standings leave out windows that are over, the fullest first', async () => {
    const now = new Date('2026-11-27T12:00:00Z');
    const treasury = postgresTreasury(store().db, 'a');
    await treasury.lease([
      askFor(accountOf('low//d', 1000n, now.getTime() + 1000), 1, 0n, 10n),
      askFor(accountOf('over//d', 1000n, now.getTime() - 1000), 1, 0n, 900n),
      askFor(accountOf('top//d', 1000n), 1, 0n, 900n),
    ]);
    expect((await readStandings(store().db, now, 10)).map(({ key, takenPicoUsd }) => [key, takenPicoUsd])).toEqual([['top//d', '900'], ['low//d', '10']]);
  });
});
