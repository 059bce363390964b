/** Budgets at work: the accounts of plimsoll.yaml, this process's purse, and the money of processes that died. */
import type { Config } from '@plimsoll/contract/config/config';
import { spendConfig } from '@plimsoll/contract/config/spend-config';
import { Purse, sweepMs } from '@plimsoll/engine/spend/purse';
import type { Spend } from '@plimsoll/engine/spend/spend';
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { closeHolder } from '../store/spend/close-holder.ts';
import { postgresTreasury } from '../store/spend/postgres-treasury.ts';
import { BudgetBook } from './budget-book.ts';
import type { Holders } from './holders.ts';

export interface RunningSpend extends Spend {
  readonly book: BudgetBook;
  /** Gives back what is left. The store must still be open. */
  readonly close: () => Promise<void>;
}

export interface SpendOptions {
  readonly config: Config['spend'];
  /** Names of the models that budgets may be kept for. */
  readonly models: ReadonlySet<string>;
  readonly db: Kysely<Database>;
  readonly holders: Holders;
  readonly log: (message: string) => void;
}

/** Works with no budget too: one may be set while the server runs. */
export const createSpend = async ({ config, db, models, holders, log }: SpendOptions): Promise<RunningSpend> => {
  const book = await BudgetBook.open({ config, db, models, log });
  const purse = new Purse({ treasury: postgresTreasury(db, holders.own), holder: holders.own, now: Date.now, log });
  const sweeper = setInterval(() => void purse.sweep(), sweepMs).unref();
  const limits = config?.output_tokens ?? spendConfig.parse({}).output_tokens;
  return {
    book,
    isNeeded: () => book.budgets.length > 0,
    accounts: book.accounts,
    purse,
    unsetOutputTokens: limits.unset,
    leastOutputTokens: limits.least,
    close: async () => {
      clearInterval(sweeper);
      book.close();
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
