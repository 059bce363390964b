/**
 * What many requests cost where only the sums of their tokens are at hand. A price is that of one request: it may depend on the length of
 * the prompt, and have a fee for each, so a sum of tokens must not be priced as if it were one long request.
 */
import type { PicoUsd } from '@plimsoll/contract/money';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import type { PriceModel } from '@plimsoll/engine/price/price';

export type TokenSums = Partial<Pick<TokenUsage, 'input' | 'cachedInput' | 'output'>>;

/**
 * An estimate, as if each request had the same share of the tokens: exact where a token costs the same however long its prompt is, else as good
 * as the requests are alike.
 * @param requests those that had tokens
 * @returns null where the price is not known
 */
export const estimateCost = (price: PriceModel, requests: number, { input = 0, cachedInput = 0, output = 0 }: TokenSums): PicoUsd | null => {
  if (requests === 0) return 0n;
  const at = new Date();
  // Tokens come whole: what does not divide is a token more for the first of them.
  const remainders = [input % requests, cachedInput % requests, output % requests];
  const share = (tokens: number, place: number): number => Math.floor(tokens / requests) + (place < tokens % requests ? 1 : 0);
  const ends = [...new Set([...remainders, requests])].filter((end) => end > 0).toSorted((a, b) => a - b);
  let sum = 0n;
  let from = 0;
  for (const end of ends) {
    const { costPicoUsd } = price({ ...noUsage, input: share(input, from), cachedInput: share(cachedInput, from), output: share(output, from) }, at);
    if (costPicoUsd === null) return null;
    sum += costPicoUsd * BigInt(end - from);
    from = end;
  }
  return sum;
};
