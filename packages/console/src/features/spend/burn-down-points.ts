/** What is left of a cap over its period, and what will be at the rate so far: the points of a burn-down chart. */
import type { SpendHistory } from '@plimsoll/contract/api/spend';

export interface BurnDown {
  /** Epoch seconds: those that were, then those to come. */
  readonly times: readonly number[];
  /** Pico-dollars left; null for what is to come. Below zero where a cap was lowered. */
  readonly left: readonly (bigint | null)[];
  /** At the rate so far, from now to the end; null for what was. Not below zero. */
  readonly projected: readonly (bigint | null)[];
}

export const burnDownOf = ({ from, to, stepSeconds, points }: SpendHistory, capPicoUsd: string): BurnDown => {
  const cap = BigInt(capPicoUsd);
  const [begin, end] = [Date.parse(from) / 1000, Date.parse(to) / 1000];
  const past = points.map(({ at, spentPicoUsd }) => ({ at: Date.parse(at) / 1000, left: cap - BigInt(spentPicoUsd) }));
  const known = [{ at: begin, left: cap }, ...past.filter(({ at }) => at > begin)];
  const last = known.at(-1) ?? { at: begin, left: cap };
  const passed = BigInt(Math.max(1, Math.round(last.at - begin)));
  const ahead: { readonly at: number; readonly left: bigint }[] = [];
  for (let at = last.at + stepSeconds; ; at += stepSeconds) {
    const moment = Math.min(at, end);
    if (moment <= last.at) break;
    const left = last.left - ((cap - last.left) * BigInt(Math.round(moment - last.at))) / passed;
    ahead.push({ at: moment, left: left < 0n ? 0n : left });
    if (moment >= end) break;
  }
  return {
    times: [...known.map(({ at }) => at), ...ahead.map(({ at }) => at)],
    left: [...known.map(({ left }) => left), ...ahead.map(() => null)],
    projected: [...known.map(({ left }, index) => (index === known.length - 1 ? left : null)), ...ahead.map(({ left }) => left)],
  };
};
