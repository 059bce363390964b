/**
 * What an attempt can cost at most, before anybody knows what it will cost: what a budget has to have before the provider is called.
 * Two bounds for the prompt. The quick one takes no counting: a token is at least a byte. The close one counts, and is asked for
 * only where the quick one does not fit into what is at hand.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { PicoUsd } from '@plimsoll/contract/money';
import type { Operation } from '@plimsoll/contract/operation';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { estimatePromptTokens } from '../metering/count-tokens.ts';
import { promptContent } from '../metering/prompt-content.ts';
import type { Model } from '../model.ts';
import type { PriceModel } from '../price/price.ts';

/** What has no text of its own in the request and is counted by the provider: pictures, documents, sound. */
const notText = /"(?:image|image_url|file|document|input_audio)"/;
/** A rough number of tokens is known of those; a provider may count several times as many. */
const notTextFactor = 4;
const frameTokens = 24;
/** How far our count may be off: by a little where the model has the vocabulary that we count in, by up to a third where it has another. */
const sameVocabulary = { factor: 1.02, frameTokens: 4 };
const otherVocabulary = { factor: 1.35, frameTokens: 8 };
/** What a provider says to the model about tools, in words of its own; Anthropic writes of up to 500 tokens. */
const toolPromptTokens = 600;
/** OpenAI's models since GPT-4o, and those that only pretend. */
const countedInOurs = /^(?:gpt-(?!3|4-|4$)|chatgpt|o\d)/;

/** No prompt is more tokens than this. @param bytes of the request's body */
export const promptTokensAtMost = (operation: Operation, body: JsonObject, bytes: Buffer): number => {
  if (operation === 'embeddings' || !notText.test(bytes.toString('latin1'))) return bytes.length + frameTokens;
  const { texts, otherTokens } = promptContent(operation, body);
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) + Math.ceil(otherTokens * notTextFactor) + frameTokens;
};

/** As above, closer, by counting. */
export const promptTokensCounted = async (operation: Operation, body: JsonObject, bytes: Buffer, model: Pick<Model, 'provider' | 'upstreamModel'>): Promise<number> => {
  const ours = model.provider.kind === 'simulated' || countedInOurs.test(model.upstreamModel);
  const { factor, frameTokens: frame } = ours && !notText.test(bytes.toString('latin1')) ? sameVocabulary : otherVocabulary;
  const tools = ours || body.tools === undefined ? 0 : toolPromptTokens;
  // Some count by size, and a vocabulary that has no word of the language does too.
  const bySize = Math.ceil(promptTokensAtMost(operation, body, bytes) / 3);
  const counted = Math.max(Math.ceil((await estimatePromptTokens(operation, body)) * factor), bySize) + frame + tools;
  return Math.min(promptTokensAtMost(operation, body, bytes) + tools, counted);
};

/** The member that limits a chat's or message's output, and what it says; null where the caller set none or the protocol has none. */
export interface OutputLimit {
  readonly member: 'max_tokens' | 'max_completion_tokens';
  /** For each choice. */
  readonly tokens: number | null;
  readonly choices: number;
}

/** @returns null for what has no output tokens */
export const outputLimitOf = (operation: Operation, body: JsonObject): OutputLimit | null => {
  if (operation === 'embeddings') return null;
  const choices = operation === 'chat' && typeof body.n === 'number' && body.n >= 1 ? Math.ceil(body.n) : 1;
  if (operation === 'chat' && typeof body.max_completion_tokens === 'number') return { member: 'max_completion_tokens', tokens: body.max_completion_tokens, choices };
  if (typeof body.max_tokens === 'number') return { member: 'max_tokens', tokens: body.max_tokens, choices };
  return { member: operation === 'chat' ? 'max_completion_tokens' : 'max_tokens', tokens: null, choices };
};

/** Every way in which tokens may be billed dearer than plain ones, where the request gives cause. */
const shapesOf = (input: number, output: number, bytes: Buffer): TokenUsage[] => {
  const plain: TokenUsage = { ...noUsage, input, output };
  const shapes = [plain, { ...plain, reasoning: output }];
  if (bytes.includes('"cache_control"')) shapes.push({ ...plain, cacheWrite: input }, { ...plain, cacheWrite: input, cacheWrite1h: input });
  if (bytes.includes('audio"')) shapes.push({ ...plain, inputAudio: input }, { ...plain, outputAudio: output }, { ...plain, inputAudio: input, outputAudio: output });
  return shapes;
};

/** @returns null where the model's price is not known. */
export const worstPrice = (price: PriceModel, input: number, output: number, bytes: Buffer, at: Date): PicoUsd | null => {
  let worst: PicoUsd | null = null;
  for (const usage of shapesOf(input, output, bytes)) {
    const { costPicoUsd } = price(usage, at);
    if (costPicoUsd === null && usage.reasoning === 0 && usage.cacheWrite === 0 && usage.inputAudio === 0 && usage.outputAudio === 0) return null;
    if (costPicoUsd !== null && (worst === null || costPicoUsd > worst)) worst = costPicoUsd;
  }
  return worst;
};
