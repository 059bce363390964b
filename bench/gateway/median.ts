/** Medians, and medians of paired ratios: a round's figures share the machine's mood, so they are compared within the round. */

/** @returns null when there is nothing to take it of */
export const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
};

/** Combines two series round by round and takes the median; rounds that lack either are left out. */
export const pairedMedian = (
  ones: readonly (number | null)[],
  others: readonly (number | null)[],
  combine: (one: number, other: number) => number,
): number | null =>
  median(
    ones.flatMap((one, round) => {
      const other = others[round] ?? null;
      return one === null || other === null ? [] : [combine(one, other)];
    }),
  );

export const ratio = (one: number, other: number): number => one / other;
export const difference = (one: number, other: number): number => one - other;
