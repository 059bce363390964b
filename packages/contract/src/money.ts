/**
 * Money is exact: an integer number of pico-dollars (10^-12 USD).
 * One token of a cheap model costs less than a micro-dollar, so nothing coarser adds up to the provider's invoice.
 */
export type PicoUsd = bigint;

export const picoUsdPerUsd = 1_000_000_000_000n;

/** Prints pico-dollars as a plain decimal of dollars, exact, without trailing zeros: `1500000n` is `"0.0000015"`. */
export const formatUsd = (amount: PicoUsd): string => {
  const sign = amount < 0n ? '-' : '';
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = (magnitude % picoUsdPerUsd).toString().padStart(12, '0').replace(/0+$/, '');
  const whole = (magnitude / picoUsdPerUsd).toString();
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
};

/**
 * Reads a decimal number of dollars exactly. Digits finer than a pico-dollar are refused rather than rounded.
 * @throws RangeError when the text is no plain decimal or is finer than 10^-12.
 */
export const parseUsd = (text: string): PicoUsd => {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,30}))?$/.exec(text);
  if (match === null) throw new RangeError(`not a decimal amount of dollars: ${text}`);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > 12) throw new RangeError(`finer than a pico-dollar: ${text}`);
  const amount = BigInt(match[2] ?? '0') * picoUsdPerUsd + BigInt(fraction.padEnd(12, '0'));
  return match[1] === '-' ? -amount : amount;
};
