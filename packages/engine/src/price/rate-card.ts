/**
 * A model's rates, ready to multiply. Exact: every rate of a card is a whole number of pico-dollars for the same number
 * of tokens, so a request is summed without rounding and divided once.
 */
import type { PicoUsd } from '@plimsoll/contract/money';
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import type { Processing } from './price.ts';

/** Pico-dollars per `perTokens` tokens; null where the rate is not known, which is not the same as 0. */
export type Rate = bigint | null;

/** A rate for each part that a token can be billed as. Fallbacks are filled in already (`rate-sheet.ts`). */
export interface Rates {
  readonly input: Rate;
  readonly cachedInput: Rate;
  /** Writes to the prompt cache with its default lifetime. */
  readonly cacheWrite: Rate;
  readonly cacheWrite1h: Rate;
  readonly output: Rate;
  readonly reasoning: Rate;
  readonly inputAudio: Rate;
  readonly cachedInputAudio: Rate;
  readonly outputAudio: Rate;
}

/** Rates for requests whose whole input is above a number of tokens. */
export interface Band {
  readonly aboveInputTokens: number;
  readonly rates: Rates;
}

/** An exact fraction. */
export interface Share {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface RateCard {
  /** A power of ten, 1 for nearly every model. */
  readonly perTokens: bigint;
  /** Ascending; the first is above -1, so one always applies. The last that applies prices the whole request. */
  readonly bands: readonly [Band, ...Band[]];
  /** Of each request, whatever its tokens. */
  readonly requestFeePicoUsd: PicoUsd;
  /** What is left of the tokens' price in a batch; null when that is not known. */
  readonly batchShare: Share | null;
}

/**
 * The exact price of one request, rounded up to a whole pico-dollar at the end.
 * Parts that exceed their total (a provider's mistake, or worse) are billed as the parts say, so never too little.
 * @returns null when the usage is no count of tokens, or needs a rate that the card does not have.
 */
export const priceUsage = (card: RateCard, usage: TokenUsage, processing: Processing = 'immediate'): PicoUsd | null => {
  if (!isCount(usage)) return null;
  const rates = bandFor(card, usage.input).rates;
  const { cachedInput, cacheWrite, cacheWrite1h, inputAudio, cachedInputAudio, outputAudio, reasoning } = usage;
  const uncachedAudio = Math.max(0, inputAudio - cachedInputAudio);

  let sum: Rate = 0n;
  sum = add(sum, usage.input - cachedInput - Math.max(cacheWrite, cacheWrite1h) - uncachedAudio, rates.input);
  sum = add(sum, cachedInput - cachedInputAudio, rates.cachedInput);
  sum = add(sum, cacheWrite - cacheWrite1h, rates.cacheWrite);
  sum = add(sum, cacheWrite1h, rates.cacheWrite1h);
  sum = add(sum, uncachedAudio, rates.inputAudio);
  sum = add(sum, cachedInputAudio, rates.cachedInputAudio);
  sum = add(sum, usage.output - reasoning - outputAudio, rates.output);
  sum = add(sum, reasoning, rates.reasoning);
  sum = add(sum, outputAudio, rates.outputAudio);
  if (sum === null) return null;

  if (processing === 'immediate') return divideUp(sum, card.perTokens) + card.requestFeePicoUsd;
  if (card.batchShare === null) return null;
  return divideUp(sum * card.batchShare.numerator, card.perTokens * card.batchShare.denominator) + card.requestFeePicoUsd;
};

const add = (sum: Rate, tokens: number, rate: Rate): Rate => {
  if (tokens <= 0 || sum === null) return sum;
  return rate === null ? null : sum + BigInt(tokens) * rate;
};

const bandFor = (card: RateCard, inputTokens: number): Band => {
  let found = card.bands[0];
  for (const band of card.bands) if (inputTokens > band.aboveInputTokens) found = band;
  return found;
};

const divideUp = (amount: bigint, by: bigint): bigint => (by === 1n ? amount : (amount + by - 1n) / by);

const isTokens = (tokens: number): boolean => Number.isSafeInteger(tokens) && tokens >= 0;

/** Usage comes from providers, so nothing about it is certain. */
const isCount = (usage: TokenUsage): boolean =>
  isTokens(usage.input) &&
  isTokens(usage.output) &&
  isTokens(usage.cachedInput) &&
  isTokens(usage.cacheWrite) &&
  isTokens(usage.cacheWrite1h) &&
  isTokens(usage.reasoning) &&
  isTokens(usage.inputAudio) &&
  isTokens(usage.outputAudio) &&
  isTokens(usage.cachedInputAudio);
