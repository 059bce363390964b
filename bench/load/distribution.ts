/** Quantiles of what was measured, by the nearest-rank method: every quantile is a value that did occur. */
import type { Distribution } from './job.ts';

/** @returns null when nothing was measured. */
export const summarise = (values: readonly number[]): Distribution | null => {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).toSorted();
  const at = (quantile: number): number => sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
};
