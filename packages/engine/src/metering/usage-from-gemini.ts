/**
 * Gemini's usage report in our one form. Thoughts and the prompts of tools are counted beside the candidates and the prompt,
 * and billed with them; what came from the cache is counted in the prompt.
 * Source: https://ai.google.dev/api/generate-content#UsageMetadata
 */
import type { Json } from '@plimsoll/contract/json';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { objectIn, objectsIn } from '@plimsoll/contract/wire/members';
import { partOf, tokenCount } from './token-count.ts';

/** @returns null when the report says nothing usable. */
export const usageFromGemini = (value: Json | undefined): TokenUsage | null => {
  const usage = objectIn(value);
  const prompt = tokenCount(usage?.promptTokenCount);
  const candidates = tokenCount(usage?.candidatesTokenCount);
  if (usage === null || (prompt === null && candidates === null)) return null;
  const input = (prompt ?? 0) + (tokenCount(usage.toolUsePromptTokenCount) ?? 0);
  const thoughts = tokenCount(usage.thoughtsTokenCount) ?? 0;
  const output = (candidates ?? 0) + thoughts;
  const cachedInput = partOf(input, usage.cachedContentTokenCount);
  return {
    ...noUsage,
    input,
    output,
    cachedInput,
    reasoning: thoughts,
    inputAudio: Math.min(input, soundIn(usage.promptTokensDetails) + soundIn(usage.toolUsePromptTokensDetails)),
    outputAudio: Math.min(output, soundIn(usage.candidatesTokensDetails)),
    cachedInputAudio: Math.min(cachedInput, soundIn(usage.cacheTokensDetails)),
    source: 'provider',
  };
};

/** Tokens of sound in a list by modality. */
const soundIn = (details: Json | undefined): number =>
  objectsIn(details).reduce((sum, { modality, tokenCount: tokens }) => sum + (modality === 'AUDIO' ? (tokenCount(tokens) ?? 0) : 0), 0);
