/**
 * What budgets add to a request: holding the worst case and settling, for budgets that are leased (no I/O) and for one so small
 * that every call asks the store (one round trip).
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Composed, Identified, Received, Routed } from '@plimsoll/engine/exchange';
import { topLevelMembers } from '@plimsoll/engine/json/top-level-members';
import { priceModelFor } from '@plimsoll/engine/price/price-model';
import { accountsOf, type Budget } from '@plimsoll/engine/spend/budgets';
import { Purse, sweepMs } from '@plimsoll/engine/spend/purse';
import type { Treasury } from '@plimsoll/engine/spend/treasury';
import { holdMoney } from '@plimsoll/engine/stages/reserve/hold-money';
import { openStore } from '@plimsoll/server/store/store';
import { postgresTreasury } from '@plimsoll/server/store/spend/postgres-treasury';
import { median } from '../gateway/median.ts';

export interface ReserveCost {
  /** Microseconds, median of single calls. */
  readonly leasedUs: number;
  readonly leasedCalls: number;
  /** Questions to the store during those calls, made beside the requests' way. */
  readonly leasedQuestions: number;
  /** Microseconds, median: one question to the store about all levels, which each call of a small budget waits for. */
  readonly atomicUs: number;
}

/** Six levels, as the widest hierarchy has. */
const levels = (capPicoUsd: bigint): readonly Budget[] =>
  (['tenant', 'app', 'feature', 'user', 'model', null] as const).map((each) => ({ name: `by-${each ?? 'all'}`, capPicoUsd, per: 'month', mode: 'enforce', only: {}, each }));

const body: JsonObject = { model: 'm', max_tokens: 200, messages: [{ role: 'user', content: 'Summarise what this customer wants in one sentence. '.repeat(8) }] };

const exchange = (): Received & Identified & Composed & Routed => {
  const bytes = Buffer.from(JSON.stringify(body));
  const price = priceModelFor({ provider: 'openai', upstreamModel: 'gpt-5-mini', baseUrl: null, ownPrice: { input: '0.25', output: '2' } });
  const parts = {
    operation: 'chat',
    caller: { tenant: 'acme', app: 'shop', keyId: 'k', role: 'app' },
    attribution: { user: 'ada', feature: 'summary', session: null },
    composed: { bytes, body, layout: topLevelMembers(bytes) },
    model: { name: 'm', upstreamModel: 'gpt-5-mini', price, machine: null, region: null, provider: { kind: 'openai', operations: ['chat'] } },
  };
  // Only what `holdMoney` reads.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parts as unknown as Received & Identified & Composed & Routed;
};

const timed = async (treasury: Treasury, budgets: readonly Budget[], calls: number): Promise<{ readonly us: number; readonly questions: number }> => {
  let questions = 0;
  const counting: Treasury = {
    lease: (asks) => {
      questions += 1;
      return treasury.lease(asks);
    },
  };
  const purse = new Purse({ treasury: counting, holder: 'bench', now: Date.now, log: () => undefined });
  const spend = { isNeeded: () => true, accounts: accountsOf(budgets, 'Europe/Berlin'), purse, unsetOutputTokens: 16_384, leastOutputTokens: 256 };
  const sweeper = setInterval(() => void purse.sweep(), sweepMs);
  const asked = exchange();
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begin = performance.now();
    const held = await holdMoney(spend, asked, new Date());
    held?.hold.settle(held.hold.amountPicoUsd / 3n);
    times.push((performance.now() - begin) * 1000);
    if (call % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
  }
  clearInterval(sweeper);
  await purse.close();
  return { us: median(times) ?? 0, questions };
};

/** One question about all six levels, as a call of a small budget waits for. @returns microseconds, median */
const questionUs = async (treasury: Treasury): Promise<number> => {
  const { caller: { tenant, app }, attribution: { user, feature }, model } = exchange();
  const accounts = accountsOf(levels(10n ** 9n), 'UTC')({ tenant, app, user, feature, model: model.name }, Date.now());
  const times: number[] = [];
  for (let sequence = 1; sequence <= 300; sequence += 1) {
    const begin = performance.now();
    await treasury.lease(accounts.map((account) => ({ account, sequence, keepPicoUsd: 0n, needPicoUsd: 1000n, slicePicoUsd: 0n })));
    times.push((performance.now() - begin) * 1000);
  }
  return median(times) ?? 0;
};

/** @param dataDir an empty folder */
export const reserveCost = async (databaseUrl: string, dataDir: string): Promise<ReserveCost> => {
  const store = await openStore({ databaseUrl, dataDir, log: () => undefined });
  try {
    const treasury = postgresTreasury(store.db, 'bench');
    await timed(treasury, levels(10n ** 18n), 5_000);
    const leased = await timed(postgresTreasury(store.db, 'leased'), levels(10n ** 18n + 1n), 50_000);
    return { leasedUs: leased.us, leasedCalls: 50_000, leasedQuestions: leased.questions, atomicUs: await questionUs(postgresTreasury(store.db, 'atomic')) };
  } finally {
    await store.close();
  }
};
