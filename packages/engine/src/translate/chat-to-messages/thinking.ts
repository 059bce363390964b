/**
 * Reasoning effort of a chat request as Anthropic's thinking budget, and the output limit that goes with it.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import { numberIn } from '@plimsoll/contract/wire/members';
import type { MessageParam, MessagesToolChoice } from '@plimsoll/contract/wire/messages';

/** Anthropic requires a limit; chat callers may leave it out. */
const defaultMaxTokens = 4096;
const smallestBudget = 1024;

export interface OutputLimits {
  readonly maxTokens: number;
  /** null when the model is not to think. */
  readonly thinkingBudget: number | null;
}

/**
 * Thinking counts towards `max_tokens` and must stay below it. A limit that the caller set is never raised:
 * the budget shrinks to fit under it, and where even the smallest does not fit there is no thinking.
 */
export const outputLimits = (
  body: JsonObject,
  messages: readonly MessageParam[],
  toolChoice: MessagesToolChoice | undefined,
): OutputLimits => {
  const asked = numberIn(body.max_completion_tokens) ?? numberIn(body.max_tokens);
  const wanted = budgetOf(body.reasoning_effort);
  const forced = toolChoice?.type === 'any' || toolChoice?.type === 'tool';
  // Anthropic refuses thinking together with a forced tool; the choice of tool is the harder wish.
  if (wanted === null || forced || continuesUnthought(messages)) return { maxTokens: asked ?? defaultMaxTokens, thinkingBudget: null };
  if (asked === null) return { maxTokens: wanted + defaultMaxTokens, thinkingBudget: wanted };
  const budget = Math.min(wanted, Math.floor(asked / 2));
  return { maxTokens: asked, thinkingBudget: budget < smallestBudget ? null : budget };
};

const budgetOf = (effort: JsonObject[string]): number | null => {
  switch (effort) {
    case 'minimal':
    case 'low':
      return 1024;
    case 'medium':
      return 4096;
    case 'high':
      return 16_384;
    case 'xhigh':
    case 'max':
      return 32_768;
    default:
      return null;
  }
};

/**
 * With thinking on, the assistant's turn that called the tools must begin with its signed thinking block.
 * A caller that did not keep it (`thinking_blocks`) can only go on without thinking.
 */
const continuesUnthought = (messages: readonly MessageParam[]): boolean => {
  const [before, last] = messages.slice(-2).map(({ content }) => (typeof content === 'string' ? [] : content));
  const first = before?.[0]?.type;
  const answersTools = last?.some((block) => block.type === 'tool_result') === true;
  return answersTools && first !== 'thinking' && first !== 'redacted_thinking';
};
