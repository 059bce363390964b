/** Puts together what the API says of spending: the budgets in force, their accounts in the store, and what this server refused. */
import type { Spend, SpendAccount } from '@plimsoll/contract/api/spend';
import type { LeaseView } from '@plimsoll/engine/spend/purse';
import type { AccountStanding } from '../store/spend/read-spend.ts';
import type { BudgetBook } from './budget-book.ts';
import { forecastOf } from './forecast.ts';

/** @param tenant whose budgets to show; null for all */
export const describeSpend = (
  { inForce, timeZone }: Pick<BudgetBook, 'inForce' | 'timeZone'>,
  standings: readonly AccountStanding[],
  leases: readonly LeaseView[],
  tenant: string | null,
  nowMs: number,
): Spend => {
  const budgets = new Map(inForce.map((budget) => [budget.name, budget]));
  const accounts = standings.flatMap((standing): SpendAccount[] => {
    const budget = budgets.get(standing.budget);
    if (budget === undefined) return [];
    const subject = subjectOf(standing.subject, budget.settings.each ?? null);
    const owner = budget.settings.tenant ?? subject?.tenant ?? null;
    return tenant === null || owner === tenant ? [accountOf(standing, subject, nowMs)] : [];
  });
  const shown = inForce.filter(({ name, settings }) => tenant === null || settings.tenant === tenant || accounts.some(({ budget }) => budget === name));
  const sum = (name: string, of: (lease: LeaseView) => number): number => leases.reduce((total, lease) => total + (lease.account.budget.name === name ? of(lease) : 0), 0);
  return {
    timeZone,
    budgets: shown.map((budget) => ({ ...budget, refused: sum(budget.name, ({ refused }) => refused), wouldRefuse: sum(budget.name, ({ wouldRefuse }) => wouldRefuse) })),
    accounts,
  };
};

/** As `engine/src/spend/budgets.ts` writes it: a tenant or a model plainly, all else `tenant:name` with both percent-encoded. */
const subjectOf = (subject: string, each: string | null): SpendAccount['subject'] => {
  if (each === null) return null;
  if (each === 'tenant') return { tenant: subject, name: subject };
  if (each === 'model') return { tenant: null, name: subject };
  const [tenant = '', name = ''] = subject.split(':').map(decodeURIComponent);
  return { tenant, name };
};

const accountOf = (standing: AccountStanding, subject: SpendAccount['subject'], nowMs: number): SpendAccount => {
  const { key, budget, period, endsAt } = standing;
  const [cap, spent, taken] = [BigInt(standing.capPicoUsd), BigInt(standing.settledPicoUsd), BigInt(standing.takenPicoUsd)];
  return {
    key,
    budget,
    subject,
    period,
    endsAt: endsAt?.toISOString() ?? null,
    capPicoUsd: cap.toString(),
    spentPicoUsd: spent.toString(),
    // A record may be in the store before the lease that it was paid from is told so.
    heldPicoUsd: (taken > spent ? taken - spent : 0n).toString(),
    leftPicoUsd: (cap - (taken > spent ? taken : spent)).toString(),
    forecast: forecastOf({ period, endsAt, spent, cap }, nowMs),
  };
};
