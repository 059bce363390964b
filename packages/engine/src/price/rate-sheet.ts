/**
 * From prices as people publish them, decimal dollars per million tokens with gaps, to a `RateCard`.
 * The rules for gaps are here and nowhere else: a part may cost what the part around it costs, where providers bill it so;
 * where they bill it higher, a gap stays unknown.
 */
import { readDecimal, type Decimal } from '@plimsoll/contract/config/decimal';
import type { Band, Rate, RateCard, Rates, Share } from './rate-card.ts';

/** Decimal text of US dollars per million tokens; left out where it is not published. */
export interface RateSheet {
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  readonly cachedInput?: string | undefined;
  readonly cacheWrite?: string | undefined;
  readonly cacheWrite1h?: string | undefined;
  readonly reasoning?: string | undefined;
  readonly inputAudio?: string | undefined;
  readonly outputAudio?: string | undefined;
  readonly cachedInputAudio?: string | undefined;
}

export interface PriceSheet {
  /** One sheet for each size of request, the first above -1 input tokens. */
  readonly bands: readonly { readonly aboveInputTokens: number; readonly rates: RateSheet }[];
  /** US dollars per request. */
  readonly request?: string | undefined;
  /** Share of the tokens' price taken off in batches, `0.5` for half. */
  readonly batchDiscount?: string | undefined;
}

/** A dollar for a million tokens is a million pico-dollars for one. */
const picoUsdDecimals = 6;
const requestFeeDecimals = 12;

/**
 * @throws RangeError when a price is no decimal, when there is no band for small requests, or when a request's fee is
 *   finer than a pico-dollar. Callers check own prices first; a price source that throws is unknown.
 */
export const compileRateCard = (sheet: PriceSheet): RateCard => {
  const finest = Math.max(0, ...sheet.bands.flatMap(({ rates }) => pricesOf(rates).map((price) => decimalOf(price).decimals - picoUsdDecimals)));
  const bands = sheet.bands
    .map(({ aboveInputTokens, rates }): Band => ({ aboveInputTokens, rates: compileRates(rates, picoUsdDecimals + finest) }))
    .toSorted((one, other) => one.aboveInputTokens - other.aboveInputTokens);
  const [first, ...others] = bands;
  if (first === undefined || first.aboveInputTokens >= 0) throw new RangeError('no rates for small requests');
  return {
    perTokens: 10n ** BigInt(finest),
    bands: [first, ...others],
    requestFeePicoUsd: sheet.request === undefined ? 0n : scaled(decimalOf(sheet.request), requestFeeDecimals),
    batchShare: sheet.batchDiscount === undefined ? null : shareLeft(decimalOf(sheet.batchDiscount)),
  };
};

const compileRates = (sheet: RateSheet, decimals: number): Rates => {
  const rate = (price: string | undefined): Rate => (price === undefined ? null : scaled(decimalOf(price), decimals));
  const input = rate(sheet.input);
  const output = rate(sheet.output);
  const inputAudio = rate(sheet.inputAudio);
  return {
    input,
    output,
    // A provider without a discount for cached tokens, or a surcharge for caching, bills them as the input they are.
    cachedInput: rate(sheet.cachedInput) ?? input,
    cacheWrite: rate(sheet.cacheWrite) ?? input,
    // Costs more than any of the others wherever it exists, so none of them may stand in.
    cacheWrite1h: rate(sheet.cacheWrite1h),
    reasoning: rate(sheet.reasoning) ?? output,
    // Audio costs many times what text does, so text's rate may not stand in.
    inputAudio,
    outputAudio: rate(sheet.outputAudio),
    cachedInputAudio: rate(sheet.cachedInputAudio) ?? inputAudio,
  };
};

const pricesOf = (sheet: RateSheet): readonly string[] => Object.values(sheet).filter((price) => typeof price === 'string');

const decimalOf = (text: string): Decimal => {
  const value = readDecimal(text);
  if (value === null) throw new RangeError(`not a price: ${text}`);
  return value;
};

/** `value` × 10^`places`, which must come out whole. */
const scaled = (value: Decimal, places: number): bigint => {
  if (value.decimals > places) throw new RangeError('finer than a pico-dollar');
  return value.digits * 10n ** BigInt(places - value.decimals);
};

const shareLeft = (discount: Decimal): Share => {
  const denominator = 10n ** BigInt(discount.decimals);
  if (discount.digits > denominator) throw new RangeError('a discount of more than everything');
  return { numerator: denominator - discount.digits, denominator };
};
