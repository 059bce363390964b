/** The budgets of plimsoll.yaml, ready to say which accounts a call is paid from. */
import type { BudgetDimension, BudgetMode, BudgetPeriod } from '@plimsoll/contract/budget';
import type { PicoUsd } from '@plimsoll/contract/money';
import { budgetWindows, type BudgetWindows } from './budget-window.ts';

export interface Budget {
  readonly name: string;
  readonly capPicoUsd: PicoUsd;
  readonly per: BudgetPeriod;
  readonly mode: BudgetMode;
  /** Falls on calls that have all of these. */
  readonly only: Readonly<Partial<Record<BudgetDimension, string>>>;
  /** One account for each value of this; null for one account in all. */
  readonly each: BudgetDimension | null;
}

/** Who spends, and on what. */
export type Spender = Readonly<Record<BudgetDimension, string | null>>;

/** What one budget allows one subject in one window. */
export interface Account {
  /** `budget/subject/window`, percent-encoded parts: unique, without spaces, and in an order that all replicas share. */
  readonly key: string;
  readonly budget: Budget;
  /** What `budget.each` is kept apart by, e.g. a user's name; '' where it is not. */
  readonly subject: string;
  readonly window: string;
  /** Epoch milliseconds; null for a window that never ends. */
  readonly endsAtMs: number | null;
}

/** The accounts that a call is paid from, ordered by their keys. */
export type Accounts = (spender: Spender, atMs: number) => readonly Account[];

const none: readonly Account[] = [];

/** Users, features and apps are named by tenants, so the same name in two tenants is two accounts. */
const subjectOf = (each: BudgetDimension | null, spender: Spender): string => {
  if (each === null) return '';
  const value = spender[each] ?? '';
  return each === 'tenant' || each === 'model' ? value : `${encodeURIComponent(spender.tenant ?? '')}:${encodeURIComponent(value)}`;
};

const falls = (budget: Budget, spender: Spender): boolean => {
  for (const dimension in budget.only) {
    if (Object.hasOwn(budget.only, dimension) && spender[dimension as BudgetDimension] !== budget.only[dimension as BudgetDimension]) return false;
  }
  return true;
};

export const accountsOf = (budgets: readonly Budget[], timeZone: string): Accounts => {
  if (budgets.length === 0) return () => none;
  const windows: { readonly budget: Budget; readonly windowAt: BudgetWindows }[] = budgets
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((budget) => ({ budget, windowAt: budgetWindows(budget.per, timeZone) }));
  return (spender, atMs) => {
    const accounts: Account[] = [];
    for (const { budget, windowAt } of windows) {
      if (!falls(budget, spender)) continue;
      const subject = subjectOf(budget.each, spender);
      const { label, endsAtMs } = windowAt(atMs);
      accounts.push({ key: `${budget.name}/${encodeURIComponent(subject)}/${label}`, budget, subject, window: label, endsAtMs });
    }
    return accounts;
  };
};
