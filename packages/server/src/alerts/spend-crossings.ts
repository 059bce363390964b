/** Which accounts have crossed which thresholds: pure, so that it can be looked at closely. */
import type { SpendAlert } from '@plimsoll/contract/api/alerts';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import { formatUsd } from '@plimsoll/contract/money';
import { forecastOf, periodMs } from '../spend/forecast.ts';
import type { AccountStanding } from '../store/spend/read-spend.ts';

export interface Crossing {
  readonly account: string;
  readonly threshold: number;
  /** Lower ones that were crossed as well: one page speaks for all of them. */
  readonly covered: readonly number[];
  readonly tenant: string | null;
  readonly alert: SpendAlert;
}

export interface CrossingContext {
  readonly service: string;
  readonly owner: string | null;
  /** Percent, ascending. */
  readonly thresholds: readonly number[];
  readonly budgets: readonly BudgetInForce[];
  readonly nowMs: number;
}

const hourMs = 3_600_000n;

/** By what is spent, not by what is leased or held: a page says that money is gone. */
export const crossingsOf = (standings: readonly AccountStanding[], context: CrossingContext): Crossing[] => {
  const budgets = new Map(context.budgets.map((budget) => [budget.name, budget]));
  return standings.flatMap((standing) => {
    const budget = budgets.get(standing.budget);
    const [spent, cap] = [BigInt(standing.settledPicoUsd), BigInt(standing.capPicoUsd)];
    if (budget === undefined || cap === 0n) return [];
    const crossed = context.thresholds.filter((percent) => spent * 100n >= cap * BigInt(percent));
    const threshold = crossed.at(-1);
    if (threshold === undefined) return [];
    return [{ account: standing.key, threshold, covered: crossed.slice(0, -1), tenant: tenantOf(standing, budget), alert: alertOf(standing, budget, threshold, context) }];
  });
};

const tenantOf = ({ subject }: AccountStanding, { settings }: BudgetInForce): string | null => {
  if (settings.tenant !== undefined) return settings.tenant;
  if (settings.each === undefined || settings.each === 'model') return null;
  return settings.each === 'tenant' ? subject : decodeURIComponent(subject.split(':')[0] ?? '');
};

const alertOf = (standing: AccountStanding, { settings }: BudgetInForce, threshold: number, { service, owner, nowMs }: CrossingContext): SpendAlert => {
  const { budget, period, endsAt } = standing;
  const [spent, cap] = [BigInt(standing.settledPicoUsd), BigInt(standing.capPicoUsd)];
  const subject = standing.subject.split(':').map(decodeURIComponent).join(' / ');
  const forecast = forecastOf({ period, endsAt, spent, cap }, nowMs);
  const passedMs = endsAt === null ? null : periodMs(period) - (endsAt.getTime() - nowMs);
  const perHour = forecast === null || passedMs === null ? null : (spent * hourMs) / BigInt(Math.round(passedMs));
  const whose = subject === '' ? '' : ` of ${subject}`;
  const hits = forecast?.hitsCapAt ?? null;
  return {
    type: 'spend.threshold',
    at: new Date(nowMs).toISOString(),
    service,
    owner,
    budget,
    mode: settings.mode,
    subject,
    period,
    endsAt: endsAt?.toISOString() ?? null,
    thresholdPercent: threshold,
    spentUsd: formatUsd(spent),
    capUsd: formatUsd(cap),
    perHourUsd: perHour === null ? null : formatUsd(perHour),
    hitsCapAt: hits,
    text:
      `${service}: ${threshold} % of budget "${budget}"${whose} is spent: ${formatUsd(spent)} of ${formatUsd(cap)} US dollars` +
      `${hits === null ? '' : `; at this rate the cap is reached at ${hits}`}${settings.mode === 'observe' ? ' (this budget only observes)' : ''}.`,
  };
};
