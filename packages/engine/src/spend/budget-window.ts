/**
 * The day or month that a moment belongs to, in the organisation's time zone. Asked on every request, so the calendar is
 * consulted only when a window has ended.
 */
import type { BudgetPeriod } from '@plimsoll/contract/budget';

export interface BudgetWindow {
  /** `2026-11-27`, `2026-11`, or `total`. */
  readonly label: string;
  /** Epoch milliseconds at which the next one begins; null for one that never ends. */
  readonly endsAtMs: number | null;
}

/** Gives the window of a moment. Moments mostly ascend. */
export type BudgetWindows = (atMs: number) => BudgetWindow;

const hourMs = 3_600_000;
/** Longer than any day (25 hours where clocks are set back) or month. */
const longestMs = { day: 26 * hourMs, month: 32 * 24 * hourMs } as const;

const total: BudgetWindow = { label: 'total', endsAtMs: null };

/** @param timeZone a name of the IANA database, checked by the config schema */
export const budgetWindows = (period: BudgetPeriod, timeZone: string): BudgetWindows => {
  if (period === 'total') return () => total;
  const longest = longestMs[period];
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const labelAt = (atMs: number): string => {
    const parts = new Map(calendar.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const month = `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}`;
    return period === 'month' ? month : `${month}-${parts.get('day') ?? ''}`;
  };
  /** The first millisecond with another label: found by halving, which no change of clocks confuses. */
  const endAfter = (atMs: number, label: string): number => {
    let within = atMs;
    let beyond = atMs + longest;
    while (beyond - within > 1) {
      const middle = Math.floor((within + beyond) / 2);
      if (labelAt(middle) === label) within = middle;
      else beyond = middle;
    }
    return beyond;
  };
  let known: { readonly window: BudgetWindow; readonly fromMs: number; readonly toMs: number } | null = null;
  return (atMs) => {
    if (known !== null && atMs >= known.fromMs && atMs < known.toMs) return known.window;
    const label = labelAt(atMs);
    const endsAtMs = endAfter(atMs, label);
    known = { window: { label, endsAtMs }, fromMs: atMs, toMs: endsAtMs };
    return known.window;
  };
};
