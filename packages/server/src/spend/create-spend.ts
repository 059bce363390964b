/** Budgets at work: the accounts of plimsoll.yaml, this process's purse, and the money of processes that died. */
import type { Config } from '@plimsoll/contract/config/config';
import { budgetsOf } from '@plimsoll/contract/config/spend-config';
import { parseUsd } from '@plimsoll/contract/money';
import { readDecimal } from '@plimsoll/contract/config/decimal';
import { accountsOf, type Budget } from '@plimsoll/engine/spend/budgets';
import { Purse, sweepMs } from '@plimsoll/engine/spend/purse';
import type { Spend } from '@plimsoll/engine/spend/spend';
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { closeHolder } from '../store/spend/close-holder.ts';
import { postgresTreasury } from '../store/spend/postgres-treasury.ts';
import type { Holders } from './holders.ts';

export interface RunningSpend extends Spend {
  readonly budgets: readonly Budget[];
  readonly timeZone: string;
  /** Gives back what is left. The store must still be open. */
  readonly close: () => Promise<void>;
}

export interface SpendOptions {
  readonly config: NonNullable<Config['spend']>;
  readonly db: Kysely<Database>;
  readonly holders: Holders;
  readonly log: (message: string) => void;
}

const picoUsd = (text: string): bigint => {
  const value = readDecimal(text);
  return value === null ? parseUsd(text) : (value.digits * 10n ** 12n) / 10n ** BigInt(value.decimals);
};

export const compileBudgets = (config: SpendOptions['config']): readonly Budget[] =>
  [...budgetsOf(config)].map(([name, { usd, per, mode, each, tenant, app, feature, user, model }]) => ({
    name,
    capPicoUsd: picoUsd(usd),
    per,
    mode,
    each: each ?? null,
    only: {
      ...(tenant === undefined ? {} : { tenant }),
      ...(app === undefined ? {} : { app }),
      ...(feature === undefined ? {} : { feature }),
      ...(user === undefined ? {} : { user }),
      ...(model === undefined ? {} : { model }),
    },
  }));

/** @returns null where plimsoll.yaml has no budget */
export const createSpend = ({ config, db, holders, log }: SpendOptions): RunningSpend | null => {
  const budgets = compileBudgets(config);
  if (budgets.length === 0) return null;
  const purse = new Purse({ treasury: postgresTreasury(db, holders.own), holder: holders.own, now: Date.now, log });
  const sweeper = setInterval(() => void purse.sweep(), sweepMs).unref();
  return {
    budgets,
    timeZone: config.time_zone,
    accounts: accountsOf(budgets, config.time_zone),
    purse,
    unsetOutputTokens: config.output_tokens.unset,
    leastOutputTokens: config.output_tokens.least,
    close: async () => {
      clearInterval(sweeper);
      await purse.close();
    },
  };
};

const retryMs = 5_000;

/**
 * Gives back what earlier processes of this data folder had, once all that their spool proves is in the store. Tries until it is done.
 * @param settled resolves when every record that they left is in the store
 * @returns stops trying
 */
export const closeEarlier = (db: Kysely<Database>, holders: Holders, settled: Promise<void>, log: (message: string) => void): (() => void) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const attempt = async (): Promise<void> => {
    try {
      for (const holder of holders.earlier) {
        const leases = await closeHolder(db, holder);
        holders.closed(holder);
        if (leases > 0) log(`spend: gave back what an earlier process had left of ${leases} accounts`);
      }
    } catch {
      if (!stopped) timer = setTimeout(() => void attempt(), retryMs).unref();
    }
  };
  void settled.then(() => (stopped || holders.earlier.length === 0 ? undefined : attempt()));
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
