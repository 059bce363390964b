/** Words that budgets are spoken of in: in plimsoll.yaml, on a request's way, in records and in the console. */

/** When a budget begins anew, in the organisation's time zone; `total` never does. */
export const budgetPeriods = ['day', 'month', 'total'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** What a budget may be kept for, or kept apart by. */
export const budgetDimensions = ['tenant', 'app', 'feature', 'user', 'model'] as const;
export type BudgetDimension = (typeof budgetDimensions)[number];

/** `observe` counts what it would have refused. */
export const budgetModes = ['enforce', 'observe'] as const;
export type BudgetMode = (typeof budgetModes)[number];

/** What one attempt takes from budgets: held while it is under way, then settled. */
export interface Charge {
  /** The process that holds the money: 16 hex digits, new with every start. */
  readonly holder: string;
  /** Keys of the accounts that it is taken from, the same amount from each. */
  readonly accounts: readonly string[];
  /** Decimal pico-dollars. */
  readonly picoUsd: string;
}
