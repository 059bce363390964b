/**
 * Exact decimals. Prices are read from the text a person wrote and never pass through a float,
 * so 0.0000015, 1e-7 and "2.50" mean what they say.
 */

/** `digits / 10^decimals`; never negative. */
export interface Decimal {
  readonly digits: bigint;
  /** Places behind the point, at least 0, without trailing zeros. */
  readonly decimals: number;
}

const largestExponent = 30;
const pattern = /^\+?(?:(\d{1,40})(?:\.(\d{0,40}))?|\.(\d{1,40}))(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads a decimal as YAML, JSON and `Number.prototype.toString` write it, at most 40 digits on either side of the point
 * and an exponent within ±30.
 * @returns null when the text is no such number, or is negative.
 */
export const readDecimal = (text: string): Decimal | null => {
  const match = pattern.exec(text);
  if (match === null) return null;
  const exponent = Number(match[4] ?? '0');
  if (Math.abs(exponent) > largestExponent) return null;
  const fraction = match[2] ?? match[3] ?? '';
  let digits = BigInt(`${match[1] ?? ''}${fraction}`);
  let decimals = fraction.length - exponent;
  if (decimals < 0) {
    digits *= 10n ** BigInt(-decimals);
    decimals = 0;
  }
  while (decimals > 0 && digits % 10n === 0n) {
    digits /= 10n;
    decimals -= 1;
  }
  return { digits, decimals };
};

/** Whether `value` is greater than the whole number `limit`. */
export const isAbove = (value: Decimal, limit: bigint): boolean => value.digits > limit * 10n ** BigInt(value.decimals);
