/**
 * The budgets in force: those of plimsoll.yaml with the changes of the API over them. Every replica looks for changes every few seconds;
 * the one that was told has them at once.
 */
import type { BudgetInForce, BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { Caller } from '@plimsoll/contract/caller';
import type { Config } from '@plimsoll/contract/config/config';
import { readDecimal } from '@plimsoll/contract/config/decimal';
import { budgetsOf } from '@plimsoll/contract/config/spend-config';
import { PlimsollError } from '@plimsoll/contract/errors';
import { accountsOf, type Accounts, type Budget } from '@plimsoll/engine/spend/budgets';
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { readBudgetChanges, removeBudgetChange, writeBudgetChange, type BudgetChange } from '../store/spend/budget-changes.ts';

export interface BudgetBookOptions {
  readonly config: Config['spend'];
  readonly db: Kysely<Database>;
  readonly models: ReadonlySet<string>;
  readonly log: (message: string) => void;
}

const lookMs = 3_000;
const mostBudgets = 100;

const picoUsdPerUsd = 10n ** 12n;

const picoUsd = (text: string): bigint => {
  const value = readDecimal(text);
  if (value === null) throw new RangeError(`not an amount: ${text}`);
  return (value.digits * picoUsdPerUsd) / 10n ** BigInt(value.decimals);
};

const compile = (name: string, { usd, per, mode, each, tenant, app, feature, user, model }: BudgetSettings): Budget => ({
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
});

export class BudgetBook {
  readonly timeZone: string;
  readonly #file: ReadonlyMap<string, BudgetSettings>;
  readonly #options: BudgetBookOptions;
  #inForce: readonly BudgetInForce[] = [];
  #budgets: readonly Budget[] = [];
  #accounts: Accounts = () => [];
  readonly #timer: NodeJS.Timeout;

  private constructor(options: BudgetBookOptions) {
    this.#options = options;
    this.timeZone = options.config?.time_zone ?? 'UTC';
    this.#file = options.config === undefined ? new Map() : budgetsOf(options.config);
    this.#timer = setInterval(() => void this.#look(), lookMs).unref();
  }

  /** @throws whatever the store says: budgets that nobody can read are not left out. */
  static async open(options: BudgetBookOptions): Promise<BudgetBook> {
    const book = new BudgetBook(options);
    try {
      book.#lay(await readBudgetChanges(options.db));
    } catch (error) {
      book.close();
      throw error;
    }
    return book;
  }

  /** Which accounts a call is paid from, by the budgets of this moment. */
  readonly accounts: Accounts = (spender, atMs) => this.#accounts(spender, atMs);

  get budgets(): readonly Budget[] {
    return this.#budgets;
  }

  get inForce(): readonly BudgetInForce[] {
    return this.#inForce;
  }

  /** @throws PlimsollError `invalid_request` for a model that is not configured, `conflict` where there are too many budgets. */
  async change(name: string, settings: BudgetSettings, by: Pick<Caller, 'keyId' | 'tenant'>): Promise<BudgetInForce> {
    if (settings.model !== undefined && !this.#options.models.has(settings.model)) throw new PlimsollError('invalid_request', `No model is called "${settings.model}".`);
    if (this.#budgets.length >= mostBudgets && !this.#budgets.some((budget) => budget.name === name)) throw new PlimsollError('conflict', `There are ${mostBudgets} budgets already.`);
    await writeBudgetChange(this.#options.db, { name, settings, changedAt: new Date(), changedBy: by.keyId, owner: by.tenant });
    this.#lay(await readBudgetChanges(this.#options.db));
    return this.#found(name);
  }

  /** Takes a change back: what plimsoll.yaml says is in force again, or nothing where it says nothing. */
  async revert(name: string): Promise<boolean> {
    const removed = await removeBudgetChange(this.#options.db, name);
    this.#lay(await readBudgetChanges(this.#options.db));
    return removed;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #found(name: string): BudgetInForce {
    const found = this.#inForce.find((budget) => budget.name === name);
    if (found === undefined) throw new PlimsollError('not_found', `No budget is called "${name}".`);
    return found;
  }

  async #look(): Promise<void> {
    try {
      this.#lay(await readBudgetChanges(this.#options.db));
    } catch {
      // The store is away: what was in force stays.
    }
  }

  #lay(changes: readonly BudgetChange[]): void {
    const inForce = new Map<string, BudgetInForce>();
    for (const [name, settings] of this.#file) inForce.set(name, { name, settings, source: 'plimsoll.yaml', changedAt: null, changedBy: null, owner: null });
    for (const { name, settings, changedAt, changedBy, owner } of changes) inForce.set(name, { name, settings, source: 'api', changedAt: changedAt.toISOString(), changedBy, owner });
    const before = JSON.stringify(this.#inForce);
    const next = [...inForce.values()];
    if (JSON.stringify(next) === before) return;
    // One that did not change stays the same object: that is how leases know that theirs is still in force.
    this.#budgets = next.map(({ name, settings }) => {
      const old = this.#inForce.find((one) => one.name === name);
      const kept = this.#budgets.find((budget) => budget.name === name);
      return kept !== undefined && JSON.stringify(old?.settings) === JSON.stringify(settings) ? kept : compile(name, settings);
    });
    if (before !== '[]') this.#options.log(`spend: budgets in force: ${next.map(({ name, settings }) => `${name} ${settings.usd} per ${settings.per}`).join(', ') || 'none'}`);
    this.#inForce = next;
    this.#accounts = accountsOf(this.#budgets, this.timeZone);
  }
}
