import fc from 'fast-check';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { priceUsage } from './rate-card.ts';
import { compileRateCard, type RateSheet } from './rate-sheet.ts';

/** Usage whose parts fit into their totals, made from the parts. */
const usages = fc
  .record({ text: tokens(), cached: tokens(), write5m: tokens(), write1h: tokens(), audio: tokens(), cachedAudio: tokens(), answer: tokens(), reasoning: tokens(), speech: tokens() })
  .map((parts) => ({
    parts,
    usage: {
      source: 'provider',
      input: parts.text + parts.cached + parts.write5m + parts.write1h + parts.audio + parts.cachedAudio,
      output: parts.answer + parts.reasoning + parts.speech,
      cachedInput: parts.cached + parts.cachedAudio,
      cacheWrite: parts.write5m + parts.write1h,
      cacheWrite1h: parts.write1h,
      reasoning: parts.reasoning,
      inputAudio: parts.audio + parts.cachedAudio,
      outputAudio: parts.speech,
      cachedInputAudio: parts.cachedAudio,
    } satisfies TokenUsage,
  }));

function tokens(): fc.Arbitrary<number> {
  return fc.oneof(fc.nat(20), fc.nat(3_000_000));
}

/** A price per million tokens, as digits and places behind the point, down to far below a pico-dollar a token. */
const prices = fc.record({ digits: fc.bigInt({ min: 0n, max: 10n ** 12n }), places: fc.nat(18) });
type PriceDigits = { readonly digits: bigint; readonly places: number };

const textOf = ({ digits, places }: PriceDigits): string => {
  const padded = digits.toString().padStart(places + 1, '0');
  return places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
};

const sheets = fc.record({ input: prices, output: prices, cachedInput: prices, cacheWrite: prices, cacheWrite1h: prices, reasoning: prices, inputAudio: prices, outputAudio: prices, cachedInputAudio: prices });
const sheetText = (sheet: Readonly<Record<keyof RateSheet, PriceDigits>>): RateSheet =>
  Object.fromEntries(Object.entries(sheet).map(([part, price]) => [part, textOf(price)]));
const cardOf = (rates: RateSheet) => compileRateCard({ bands: [{ aboveInputTokens: -1, rates }] });

const cost = (rates: RateSheet, usage: TokenUsage): bigint => {
  const found = priceUsage(cardOf(rates), usage);
  if (found === null) throw new Error('no price');
  return found;
};

const part = (count: number, { digits, places }: PriceDigits): bigint => BigInt(count) * digits * 10n ** BigInt(30 - places);

test('a price is the exact sum of its parts, rounded up once', () => {
  fc.assert(
    fc.property(sheets, usages, (sheet, { parts, usage }) => {
      // The reference sums fractions over 10^30 and knows nothing of rate cards.
      const sum =
        part(parts.text, sheet.input) + part(parts.cached, sheet.cachedInput) + part(parts.write5m, sheet.cacheWrite) +
        part(parts.write1h, sheet.cacheWrite1h) + part(parts.audio, sheet.inputAudio) + part(parts.cachedAudio, sheet.cachedInputAudio) +
        part(parts.answer, sheet.output) + part(parts.reasoning, sheet.reasoning) + part(parts.speech, sheet.outputAudio);
      const perPicoUsd = 10n ** 24n;
      expect(cost(sheetText(sheet), usage)).toBe((sum + perPicoUsd - 1n) / perPicoUsd);
    }),
  );
});

const addUsage = (one: TokenUsage, other: TokenUsage): TokenUsage => ({
  source: 'provider',
  input: one.input + other.input,
  output: one.output + other.output,
  cachedInput: one.cachedInput + other.cachedInput,
  cacheWrite: one.cacheWrite + other.cacheWrite,
  cacheWrite1h: one.cacheWrite1h + other.cacheWrite1h,
  reasoning: one.reasoning + other.reasoning,
  inputAudio: one.inputAudio + other.inputAudio,
  outputAudio: one.outputAudio + other.outputAudio,
  cachedInputAudio: one.cachedInputAudio + other.cachedInputAudio,
});

test('two requests cost what one of both would, to a pico-dollar for the rounding', () => {
  fc.assert(
    fc.property(sheets, usages, usages, (sheet, one, other) => {
      const rates = sheetText(sheet);
      const apart = cost(rates, one.usage) + cost(rates, other.usage);
      const together = cost(rates, addUsage(one.usage, other.usage));
      expect(apart - together === 0n || apart - together === 1n).toBe(true);
    }),
  );
});

test('with prices of whole pico-dollars a token, two requests cost exactly what one of both would', () => {
  const whole = fc.record({ digits: fc.bigInt({ min: 0n, max: 10n ** 9n }), places: fc.nat(6) });
  fc.assert(
    fc.property(whole, whole, usages, usages, (input, output, one, other) => {
      const rates = { input: textOf(input), output: textOf(output), cacheWrite1h: '1', inputAudio: '2', outputAudio: '3' };
      expect(cost(rates, addUsage(one.usage, other.usage))).toBe(cost(rates, one.usage) + cost(rates, other.usage));
    }),
  );
});

test('more tokens never cost less', () => {
  fc.assert(
    fc.property(sheets, usages, usages, (sheet, one, more) => {
      const rates = sheetText(sheet);
      expect(cost(rates, addUsage(one.usage, more.usage))).toBeGreaterThanOrEqual(cost(rates, one.usage));
    }),
  );
});

test('no count of tokens, however wrong, throws or costs less than nothing', () => {
  const anyCount = fc.oneof(fc.nat(100), fc.integer(), fc.double(), fc.maxSafeInteger());
  const anyUsage = fc.record({ input: anyCount, output: anyCount, cachedInput: anyCount, cacheWrite: anyCount, cacheWrite1h: anyCount, reasoning: anyCount, inputAudio: anyCount, outputAudio: anyCount, cachedInputAudio: anyCount });
  fc.assert(
    fc.property(sheets, anyUsage, (sheet, usage) => {
      expect(priceUsage(cardOf(sheetText(sheet)), { ...noUsage, ...usage }) ?? 0n).toBeGreaterThanOrEqual(0n);
    }),
  );
});

test('the tier of the whole input prices every token of the request', () => {
  const card = compileRateCard({
    bands: [
      { aboveInputTokens: 200, rates: { input: '3', output: '30' } },
      { aboveInputTokens: -1, rates: { input: '1', output: '10' } },
      { aboveInputTokens: 100, rates: { input: '2', output: '20' } },
    ],
  });
  const costOf = (input: number) => priceUsage(card, { ...noUsage, input, output: 1 });
  expect([0, 100, 101, 200, 201].map(costOf)).toEqual([10n, 110n, 222n, 420n, 633n].map((usd) => usd * 1_000_000n));
});

test.each(['', '-1', 'abc', '0x10', '1,5', '1e99'])('a price of "%s" is refused', (price) => {
  expect(() => cardOf({ input: price })).toThrow(RangeError);
});
