/** Round marks for a time axis. */

/**
 * At most `most` marks from 0 to `endUs`, spaced by 1, 2 or 5 times a power of ten.
 * @returns offsets in microseconds, 0 first
 */
export const axisMarksUs = (endUs: number, most: number): readonly number[] => {
  if (!(endUs > 0) || most < 1) return [0];
  const rough = endUs / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.floor(endUs / step) + 1 }, (_, index) => index * step);
};

/** An axis is labelled in one unit, chosen by its end. @returns a printer for offsets in microseconds */
export const axisLabel = (endUs: number): ((us: number) => string) => {
  const [unit, perUnit] = endUs < 1000 ? (['µs', 1] as const) : endUs < 1_000_000 ? (['ms', 1000] as const) : (['s', 1_000_000] as const);
  return (us) => (us === 0 ? '0' : `${Number((us / perUnit).toPrecision(3))} ${unit}`);
};
