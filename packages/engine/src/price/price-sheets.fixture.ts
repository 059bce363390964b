/** Prices as providers published them, in dollars per million tokens, kept apart from the price list so that its updates move no test. */
import type { PriceSheet, RateSheet } from './rate-sheet.ts';

const flat = (rates: RateSheet): PriceSheet => ({ bands: [{ aboveInputTokens: -1, rates }] });

const tiered = (aboveInputTokens: number, base: RateSheet, long: RateSheet): PriceSheet => ({
  bands: [{ aboveInputTokens: -1, rates: base }, { aboveInputTokens, rates: long }],
});

export const priceSheets = {
  gpt5: flat({ input: '1.25', cachedInput: '0.125', output: '10' }),
  gpt4oMini: flat({ input: '0.15', cachedInput: '0.075', output: '0.6' }),
  o1Pro: flat({ input: '150', output: '600' }),
  gptAudio: flat({ input: '2.5', output: '10', inputAudio: '32', outputAudio: '64' }),
  gptRealtime: flat({ input: '4', cachedInput: '0.4', output: '16', inputAudio: '32', cachedInputAudio: '0.4', outputAudio: '64' }),
  embeddingSmall: flat({ input: '0.02' }),
  gpt6Sol: tiered(
    272_000,
    { input: '2', cacheWrite: '2.5', cachedInput: '0.2', output: '10' },
    { input: '4', cacheWrite: '5', cachedInput: '0.4', output: '15' },
  ),
  sonnet45: tiered(
    200_000,
    { input: '3', cacheWrite: '3.75', cacheWrite1h: '6', cachedInput: '0.3', output: '15' },
    { input: '6', cacheWrite: '7.5', cacheWrite1h: '12', cachedInput: '0.6', output: '22.5' },
  ),
  haiku45: flat({ input: '1', cacheWrite: '1.25', cacheWrite1h: '2', cachedInput: '0.1', output: '5' }),
  haiku3: flat({ input: '0.25', cacheWrite: '0.3', cacheWrite1h: '0.5', cachedInput: '0.03', output: '1.25' }),
  opus5: flat({ input: '5', cacheWrite: '6.25', cacheWrite1h: '10', cachedInput: '0.5', output: '25' }),
  gemini25Pro: tiered(200_000, { input: '1.25', cachedInput: '0.125', output: '10' }, { input: '2.5', cachedInput: '0.25', output: '15' }),
  gemini25Flash: flat({ input: '0.3', cachedInput: '0.03', output: '2.5', inputAudio: '1', cachedInputAudio: '0.1' }),
  deepseek: flat({ input: '0.435', cachedInput: '0.003625', output: '0.87' }),
  sonarDeep: flat({ input: '2', output: '8', reasoning: '3' }),
  sonar: { ...flat({ input: '1', output: '1' }), request: '0.012' },
  subPico: flat({ input: '1e-7', output: '1e-7' }),
} satisfies Record<string, PriceSheet>;
