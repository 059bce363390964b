/**
 * Why a model stopped, in the words of both protocols.
 */
import type { Json } from '@plimsoll/contract/json';
import type { ChatFinishReason } from '@plimsoll/contract/wire/chat';
import type { StopReason } from '@plimsoll/contract/wire/messages';

/** Words that have no counterpart read as an ordinary end. */
export const chatFinishReason = (stopReason: Json | undefined): ChatFinishReason => {
  switch (stopReason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool_calls';
    case 'refusal':
      return 'content_filter';
    default:
      return 'stop';
  }
};

/**
 * Some providers say `stop` although they call tools; Anthropic's clients run tools only on `tool_use`,
 * so what was produced decides between the two.
 */
export const messagesStopReason = (finishReason: Json | undefined, produced: { toolCalls: boolean; refusal: boolean }): StopReason => {
  if (finishReason === 'length') return 'max_tokens';
  if (finishReason === 'content_filter' || produced.refusal) return 'refusal';
  return produced.toolCalls ? 'tool_use' : 'end_turn';
};
