/**
 * Prices that change: some models cost less at night, or have cost something else since a day. A plan is read from the
 * back, as its source is: what was added last wins while it applies, and the first entry is for all other times.
 */
import type { RateCard } from './rate-card.ts';

export type Applies =
  | { readonly from: 'always' }
  /** From that moment on, epoch milliseconds. */
  | { readonly from: 'date'; readonly epochMs: number }
  /** Every day between two times of day in UTC, milliseconds since midnight; may run past midnight. */
  | { readonly from: 'time-of-day'; readonly startMs: number; readonly endMs: number };

export interface PlanEntry {
  readonly applies: Applies;
  readonly card: RateCard;
}

/** In the source's order; the first applies when no other does. */
export type PricePlan = readonly [PlanEntry, ...PlanEntry[]];

const dayMs = 86_400_000;

const isIn = (applies: Applies, epochMs: number): boolean => {
  if (applies.from === 'always') return true;
  if (applies.from === 'date') return epochMs >= applies.epochMs;
  const timeMs = ((epochMs % dayMs) + dayMs) % dayMs;
  const { startMs, endMs } = applies;
  return endMs < startMs ? timeMs >= startMs || timeMs < endMs : timeMs >= startMs && timeMs < endMs;
};

/** The card that a request begun at `at` is billed by. */
export const cardAt = (plan: PricePlan, at: Date): RateCard => {
  if (plan.length === 1) return plan[0].card;
  const epochMs = at.getTime();
  return (plan.findLast((entry) => isIn(entry.applies, epochMs)) ?? plan[0]).card;
};
