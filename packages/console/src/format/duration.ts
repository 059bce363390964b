/** Lengths of time, each in the unit that keeps about three digits. */

const digits = (value: number, unit: string): string => {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(places)} ${unit}`;
};

/** @param us microseconds; null shows as a dash because nothing was measured */
export const durationUs = (us: number | null): string => {
  if (us === null || !Number.isFinite(us)) return '–';
  if (us < 999.5) return `${Math.round(us)} µs`;
  if (us < 999_500) return digits(us / 1000, 'ms');
  if (us < 59_950_000) return digits(us / 1_000_000, 's');
  const seconds = Math.round(us / 1_000_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** @param ms milliseconds; null shows as a dash because nothing was measured */
export const durationMs = (ms: number | null): string => durationUs(ms === null ? null : ms * 1000);
