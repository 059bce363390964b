/**
 * Tokens of one attempt, in one form for every provider.
 * Totals include their parts: `input` counts cached, cache-write and audio tokens too, `output` counts reasoning and audio.
 */
export interface TokenUsage {
  /** All prompt tokens. */
  readonly input: number;
  /** All completion tokens. */
  readonly output: number;
  /** Part of `input` that was read from the provider's prompt cache. */
  readonly cachedInput: number;
  /** Part of `input` that was written to the provider's prompt cache, whatever its lifetime. */
  readonly cacheWrite: number;
  /** Part of `cacheWrite` written with a one-hour lifetime, which Anthropic prices higher. */
  readonly cacheWrite1h: number;
  /** Part of `output` spent on hidden reasoning. */
  readonly reasoning: number;
  readonly inputAudio: number;
  readonly outputAudio: number;
  /** Part of `cachedInput` that was audio. */
  readonly cachedInputAudio: number;
  /** Who counted: the provider, or we did because it did not say (the record marks such costs as estimated). */
  readonly source: 'provider' | 'counted';
}

export const noUsage: TokenUsage = {
  input: 0,
  output: 0,
  cachedInput: 0,
  cacheWrite: 0,
  cacheWrite1h: 0,
  reasoning: 0,
  inputAudio: 0,
  outputAudio: 0,
  cachedInputAudio: 0,
  source: 'counted',
};
