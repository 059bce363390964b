/** @returns from 0 to 1; exact amounts are compared as whole numbers, since they may be larger than a double holds. */
export const shareOfCost = (partPicoUsd: string, totalPicoUsd: string): number => {
  const total = BigInt(totalPicoUsd);
  return total <= 0n ? 0 : Number((BigInt(partPicoUsd) * 1_000_000n) / total) / 1_000_000;
};
