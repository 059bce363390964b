/**
 * The meter for each wire protocol. The call stage reads every answer with one of these, streamed or whole.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { chatMeter, readWholeChat } from './chat-meter.ts';
import { messagesMeter, readWholeMessages } from './messages-meter.ts';
import { countedCharacters, type MeterOptions, type Reading, type StreamMeter } from './stream-meter.ts';
import { usageFromEmbeddings } from './usage-from-embeddings.ts';

export type { MeterOptions, Reading, StreamMeter } from './stream-meter.ts';

const keeping: MeterOptions = { keepCharacters: countedCharacters };

/** A fresh meter for one stream in the provider's protocol. Embeddings never stream; theirs reads as chat's. */
export const meterFor = (operation: Operation, options: MeterOptions = keeping): StreamMeter =>
  operation === 'messages' ? messagesMeter(options) : chatMeter(options);

/** What a whole reply in the provider's protocol amounted to. Never throws. */
export const readWhole = (operation: Operation, body: JsonObject, options: MeterOptions = keeping): Reading => {
  if (operation === 'chat') return readWholeChat(body, options);
  if (operation === 'messages') return readWholeMessages(body, options);
  const usage = usageFromEmbeddings(body.usage);
  return { usage, finishReason: null, text: '', outputCharacters: 0, outputBytes: 0, complete: true, error: null };
};
