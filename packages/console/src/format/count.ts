/** Counts and shares. One locale for all, so that a screenshot and a runbook show the same digits. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** `1,234,567` */
export const count = (value: number): string => whole.format(value);

/** `1.235M` from a million on, in full below: for tiles and axes, with the full count beside it. */
export const shortCount = (value: number): string => (Math.abs(value) >= 1_000_000 ? compact.format(value) : whole.format(value));

/** A share as a percentage; something is never shown as `0 %` and almost all never as `100 %`. */
export const share = (part: number, of: number): string => {
  if (of === 0) return '–';
  const percent = (part / of) * 100;
  if (part === 0) return '0 %';
  if (percent < 0.01) return '< 0.01 %';
  if (part < of && percent > 99.99) return '> 99.99 %';
  return `${percent >= 10 ? percent.toFixed(1) : percent.toFixed(2)} %`;
};

/** `1 request`, `2 requests` */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;
