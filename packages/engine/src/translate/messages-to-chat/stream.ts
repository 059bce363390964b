/**
 * A chat stream as the Messages events that the caller waits for: one message_start, blocks opened and closed in order,
 * one message_delta with the usage, one message_stop.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { noUsage } from '@plimsoll/contract/token-usage';
import { numberIn, objectIn, objectsIn, parseObject, stringIn } from '@plimsoll/contract/wire/members';
import { usageFromChat } from '../../metering/usage-from-chat.ts';
import { formatSse } from '../../streams/sse.ts';
import { messagesErrorFromChat } from '../errors.ts';
import { messagesReplyId } from '../reply-ids.ts';
import { messagesStopReason } from '../stop-reasons.ts';
import type { EventTranslator } from '../translate-stream.ts';
import { messagesUsageReport } from '../usage-reports.ts';
import { BlockQueue, formatEvent } from './block-queue.ts';
import { ToolCallTracker } from './tool-calls.ts';

export const messagesStreamFromChat = (): EventTranslator => new MessagesEventWriter();

class MessagesEventWriter implements EventTranslator {
  readonly #blocks = new BlockQueue();
  #calls: ToolCallTracker | null = null;
  #finishReason: string | null = null;
  #refused = false;
  #usage: Json | undefined;
  #done = false;

  readonly done = (): boolean => this.#done;

  readonly event = ({ data }: { readonly data: string }): string => {
    if (data === '[DONE]') return this.#finish();
    const chunk = parseObject(data);
    if (chunk === null) throw new PlimsollError('provider_invalid_reply', 'An event of its stream is not a JSON object.');
    if (chunk.error !== undefined && chunk.error !== null) {
      this.#done = true;
      return formatSse('error', JSON.stringify(messagesErrorFromChat(chunk)));
    }
    if (objectIn(chunk.usage) !== null) this.#usage = chunk.usage;
    let events = this.#begin(chunk);
    for (const choice of objectsIn(chunk.choices)) {
      // Messages has one answer; a second choice could only come unasked.
      if ((numberIn(choice.index) ?? 0) === 0) events += this.#choice(choice);
    }
    return events;
  };

  /** Some servers leave `[DONE]` out; a finish reason says as much. */
  readonly end = (): string => {
    if (this.#finishReason === null) throw new PlimsollError('provider_closed');
    return this.#finish();
  };

  /** The first chunk, whatever is in it, begins the message. */
  #begin(chunk: JsonObject): string {
    if (this.#calls !== null) return '';
    const id = messagesReplyId(chunk.id);
    this.#calls = new ToolCallTracker(`toolu_${id.slice('msg_'.length)}_`);
    return formatEvent({
      type: 'message_start',
      message: {
        id,
        type: 'message',
        role: 'assistant',
        model: stringIn(chunk.model) ?? '',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: messagesUsageReport(usageFromChat(chunk.usage) ?? noUsage),
      },
    });
  }

  #choice(choice: JsonObject): string {
    const delta = objectIn(choice.delta) ?? {};
    const reasoning = stringIn(delta.reasoning_content) ?? stringIn(delta.reasoning);
    let events = this.#text('thinking', reasoning) + this.#text('text', stringIn(delta.content));
    if (typeof delta.refusal === 'string' && delta.refusal !== '') {
      this.#refused = true;
      events += this.#text('text', delta.refusal);
    }
    for (const call of objectsIn(delta.tool_calls)) events += this.#toolCall(call);
    this.#finishReason = stringIn(choice.finish_reason) ?? this.#finishReason;
    return events;
  }

  #text(kind: 'text' | 'thinking', text: string | null): string {
    return text === null || text === '' ? '' : this.#blocks.addText(kind, text);
  }

  #toolCall(delta: JsonObject): string {
    const seen = this.#calls?.read(delta);
    if (seen === undefined) return '';
    if (seen.begun) this.#blocks.beginTool(seen.call);
    return this.#blocks.addArguments(seen.call, seen.arguments);
  }

  #finish(): string {
    const begin = this.#begin({});
    const blocks = this.#blocks.closeAll();
    this.#done = true;
    const toolCalls = (this.#calls?.count ?? 0) > 0;
    const stopReason = messagesStopReason(this.#finishReason, { toolCalls, refusal: this.#refused });
    const ending = formatEvent({
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: messagesUsageReport(usageFromChat(this.#usage) ?? noUsage),
    });
    return begin + blocks + ending + formatEvent({ type: 'message_stop' });
  }
}
