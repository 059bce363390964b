/**
 * What a meter reads off an answer in the provider's own protocol, be it a stream that passes by or a whole body.
 */
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import type { SseEvent } from '../streams/sse.ts';

export interface Reading {
  /**
   * The provider's own count, null when it gave none. Before `complete` it is what was said so far:
   * Anthropic reports the prompt at once, but the output only at the end.
   */
  readonly usage: TokenUsage | null;
  /** The provider's own word; of the first choice where there are several. */
  readonly finishReason: string | null;
  /** The answer's text without reasoning and tool calls, as much of it as was to be kept. */
  readonly text: string;
  /** UTF-16 units of text, reasoning, tool names and tool arguments: what a stream without usage is estimated by. */
  readonly outputCharacters: number;
  /** The same in UTF-8 bytes; both together tell dense scripts from Latin ones. */
  readonly outputBytes: number;
  /** It came to its proper end: the terminator, or a finish reason for every choice. */
  readonly complete: boolean;
  /** The message of an error that the provider sent inside its answer. */
  readonly error: string | null;
}

/** Fed with each event of a stream, in order; it never throws, whatever the event holds. */
export interface StreamMeter {
  readonly event: (event: SseEvent) => void;
  readonly read: () => Reading;
}

export interface MeterOptions {
  /** How much of the answer's text to keep for those who read it afterwards, in UTF-16 units; 0 keeps none. */
  readonly keepCharacters: number;
}

/** Where content is recorded. */
export const recordedCharacters = 1024 * 1024;

/** Where the text serves only to count tokens should the provider not say; what is longer is estimated by its size. */
export const countedCharacters = 16 * 1024;
