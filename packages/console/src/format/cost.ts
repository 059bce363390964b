/**
 * Money as people read it, from the decimal pico-dollars of a record. All arithmetic is on BigInt:
 * a float would already be wrong at the eleventh digit, and a bill is summed from these.
 */
import { formatUsd, picoUsdPerUsd } from '@plimsoll/contract/money';

/** What stands where a price is not known. Never zero: an unpriced call may have cost anything. */
export const unknownPrice = 'unknown price';

const grouped = (decimal: string): string => {
  const [whole = '0', fraction] = decimal.split('.');
  const withGroups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? withGroups : `${withGroups}.${fraction}`;
};

const dollars = (amount: bigint): string => {
  const text = grouped(formatUsd(amount < 0n ? -amount : amount));
  return `${amount < 0n ? '−' : ''}$${text}`;
};

/** Reads the wire's decimal text; null when there is no price or the text is not a whole number. */
const readPico = (picoUsd: string | null): bigint | null => (picoUsd !== null && /^-?\d{1,40}$/.test(picoUsd) ? BigInt(picoUsd) : null);

/** The exact amount, e.g. `$0.0000042`. @param picoUsd decimal pico-dollars, null when unknown */
export const exactCost = (picoUsd: string | null): string => {
  const amount = readPico(picoUsd);
  return amount === null ? unknownPrice : dollars(amount);
};

/**
 * The amount to four significant digits, and to whole cents from ten dollars on, for places that have room for a glance;
 * the exact amount belongs beside it. Rounds half away from zero, and never rounds something to nothing.
 */
export const shortCost = (picoUsd: string | null): string => {
  const amount = readPico(picoUsd);
  if (amount === null) return unknownPrice;
  if (amount === 0n) return '$0';
  const magnitude = amount < 0n ? -amount : amount;
  const digits = magnitude.toString().length;
  const cent = picoUsdPerUsd / 100n;
  const unit = magnitude >= 10n * picoUsdPerUsd ? cent : 10n ** BigInt(Math.max(0, digits - 4));
  const rounded = ((magnitude + unit / 2n) / unit) * unit;
  const text = dollars(amount < 0n ? -rounded : rounded);
  return magnitude >= picoUsdPerUsd / 10n ? withCents(text) : text;
};

/** Amounts that look like money get at least two decimals: `$1.5` reads as `$1.50`. */
const withCents = (text: string): string => {
  const [whole = text, fraction = ''] = text.split('.');
  return fraction.length >= 2 ? text : `${whole}.${fraction.padEnd(2, '0')}`;
};

/** Dollars as a float, for the height of a line in a chart and for nothing else. */
export const chartDollars = (picoUsd: string): number => Number(picoUsd) / 1e12;
