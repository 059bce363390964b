/** How long to wait before another try. Full jitter: callers who failed together must not come back together. */

export interface RetryRule {
  /** How often a candidate may be asked again; 0 never. */
  readonly times: number;
  /** Longest wait before the first of them; it doubles with each. */
  readonly baseMs: number;
  /** Longest wait; a provider that asks for more is not asked again. */
  readonly maxMs: number;
}

/** @param round from 1 @param random from 0 to 1 */
export const backoffMs = ({ baseMs, maxMs }: RetryRule, round: number, random: number): number => random * Math.min(maxMs, baseMs * 2 ** (round - 1));
