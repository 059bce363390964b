/** Usage as providers write it, turned into ours by the shortest reading of their documentation, for the price tests. */
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';

interface OpenAiUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number; readonly cache_write_tokens?: number; readonly audio_tokens?: number; readonly cached_audio_tokens?: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number; readonly audio_tokens?: number };
}

export const openai = (usage: OpenAiUsage): TokenUsage => ({
  ...noUsage,
  source: 'provider',
  input: usage.prompt_tokens,
  output: usage.completion_tokens ?? 0,
  cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
  cacheWrite: usage.prompt_tokens_details?.cache_write_tokens ?? 0,
  inputAudio: usage.prompt_tokens_details?.audio_tokens ?? 0,
  cachedInputAudio: usage.prompt_tokens_details?.cached_audio_tokens ?? 0,
  reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  outputAudio: usage.completion_tokens_details?.audio_tokens ?? 0,
});

interface AnthropicUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly cache_creation?: { readonly ephemeral_5m_input_tokens: number; readonly ephemeral_1h_input_tokens: number };
}

/** Anthropic's `input_tokens` leaves out what was read from or written to the cache; ours counts it in. */
export const anthropic = (usage: AnthropicUsage): TokenUsage => {
  const cacheWrite = usage.cache_creation_input_tokens ?? 0;
  const cachedInput = usage.cache_read_input_tokens ?? 0;
  const cacheWrite1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return { ...noUsage, source: 'provider', input: usage.input_tokens + cacheWrite + cachedInput, output: usage.output_tokens, cacheWrite, cacheWrite1h, cachedInput };
};

interface GeminiModality {
  readonly modality: string;
  readonly tokenCount: number;
}

interface GeminiUsage {
  readonly promptTokenCount: number;
  readonly candidatesTokenCount: number;
  readonly cachedContentTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly promptTokensDetails?: readonly GeminiModality[];
  readonly cacheTokensDetails?: readonly GeminiModality[];
}

const audioOf = (details: readonly GeminiModality[] = []): number =>
  details.filter(({ modality }) => modality === 'AUDIO').reduce((sum, { tokenCount }) => sum + tokenCount, 0);

/** Gemini counts thoughts beside the candidates; ours counts them in. */
export const gemini = (usage: GeminiUsage): TokenUsage => ({
  ...noUsage,
  source: 'provider',
  input: usage.promptTokenCount,
  output: usage.candidatesTokenCount + (usage.thoughtsTokenCount ?? 0),
  reasoning: usage.thoughtsTokenCount ?? 0,
  cachedInput: usage.cachedContentTokenCount ?? 0,
  inputAudio: audioOf(usage.promptTokensDetails),
  cachedInputAudio: audioOf(usage.cacheTokensDetails),
});
