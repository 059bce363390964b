/** How much of a cap is spent and held, for bars and for the words beside them. */
import type { SpendAccount } from '@plimsoll/contract/api/spend';

export interface Shares {
  /** Of the cap, 0 to 1 each; together at most 1. */
  readonly spent: number;
  readonly held: number;
  /** Whole percent of the cap that is spent or held; above 100 where a cap was lowered below it. */
  readonly percent: number;
  readonly level: 'calm' | 'near' | 'full';
}

const share = (part: bigint, whole: bigint): number => (whole === 0n ? 1 : Number((part * 10_000n) / whole) / 10_000);

export const sharesOf = ({ capPicoUsd, spentPicoUsd, heldPicoUsd, leftPicoUsd }: SpendAccount): Shares => {
  const [cap, used, left] = [BigInt(capPicoUsd), BigInt(spentPicoUsd) + BigInt(heldPicoUsd), BigInt(leftPicoUsd)];
  const spent = Math.min(1, share(BigInt(spentPicoUsd), cap));
  const held = Math.min(1 - spent, share(BigInt(heldPicoUsd), cap));
  return { spent, held, percent: Math.floor(share(used, cap) * 100), level: left * 20n <= cap ? 'full' : left * 5n <= cap ? 'near' : 'calm' };
};
