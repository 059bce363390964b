/** Who spends unusually fast: pure, so that it can be looked at closely. */
import type { RateAlert } from '@plimsoll/contract/api/alerts';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import { formatUsd } from '@plimsoll/contract/money';
import type { SpendRate } from '../store/alerts/read-rates.ts';
import type { AccountStanding } from '../store/spend/read-spend.ts';

export interface RateContext {
  readonly service: string;
  readonly owner: string | null;
  /** How many times the usual hour is unusual. */
  readonly times: number;
  readonly budgets: readonly BudgetInForce[];
  readonly standings: readonly AccountStanding[];
  readonly nowMs: number;
}

export interface RateAlarm {
  readonly tenant: string;
  /** Once a day and tenant. */
  readonly account: string;
  readonly alert: RateAlert;
}

/** Less history says nothing about what is usual. */
const fewestHours = 24;
/** A cent an hour wakes nobody. */
const leastPicoUsd = 10_000_000_000n;
const hourMs = 3_600_000;

export const rateAlarmsOf = (rates: readonly SpendRate[], context: RateContext): readonly RateAlarm[] =>
  rates.flatMap((rate) => {
    const [last, usual] = [BigInt(rate.lastHourPicoUsd), BigInt(rate.usualPicoUsd)];
    if (rate.hours < fewestHours || last < leastPicoUsd || last < usual * BigInt(context.times)) return [];
    const day = new Date(context.nowMs).toISOString().slice(0, 10);
    return [{ tenant: rate.tenant, account: `rate/${encodeURIComponent(rate.tenant)}/${day}`, alert: alertOf(rate, context) }];
  });

const alertOf = ({ tenant, lastHourPicoUsd, usualPicoUsd, model }: SpendRate, { service, owner, nowMs, ...context }: RateContext): RateAlert => {
  const [last, usual] = [BigInt(lastHourPicoUsd), BigInt(usualPicoUsd)];
  const times = usual === 0n ? null : Number((last * 10n) / usual) / 10;
  const next = nextCap(tenant, last, { nowMs, ...context });
  return {
    type: 'spend.rate',
    at: new Date(nowMs).toISOString(),
    service,
    owner,
    tenant,
    model,
    perHourUsd: formatUsd(last),
    usualPerHourUsd: formatUsd(usual),
    budget: next?.budget ?? null,
    hitsCapAt: next === null ? null : new Date(next.atMs).toISOString(),
    text:
      `${service}: tenant "${tenant}" spent ${formatUsd(last)} US dollars in the last hour${times === null ? '' : `, ${times} times the usual`}, most of it on "${model}"` +
      `${next === null ? '' : `; at this rate budget "${next.budget}" is gone at ${new Date(next.atMs).toISOString()}`}.`,
  };
};

/** The first cap over everything, or over this tenant, that this rate reaches before its period ends. */
const nextCap = (tenant: string, perHour: bigint, { budgets, standings, nowMs }: Pick<RateContext, 'budgets' | 'standings' | 'nowMs'>): { readonly budget: string; readonly atMs: number } | null => {
  const falls = new Map(budgets.filter(({ settings }) => settings.each === undefined && (settings.tenant === undefined || settings.tenant === tenant)).map((budget) => [budget.name, budget]));
  const reached = standings.flatMap(({ budget, capPicoUsd, settledPicoUsd, endsAt }) => {
    if (!falls.has(budget)) return [];
    const left = BigInt(capPicoUsd) - BigInt(settledPicoUsd);
    const atMs = nowMs + (left <= 0n ? 0 : Number((left * BigInt(hourMs)) / perHour));
    return endsAt !== null && atMs > endsAt.getTime() ? [] : [{ budget, atMs }];
  });
  return reached.toSorted((a, b) => a.atMs - b.atMs)[0] ?? null;
};
