/**
 * Anthropic's stream as the chat chunks that the caller waits for.
 * Source of the event order: https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import type { ChatChunk, ChatDelta, ChatFinishReason } from '@plimsoll/contract/wire/chat';
import { objectIn, parseObject, stringIn } from '@plimsoll/contract/wire/members';
import { mergeMessagesUsage } from '../../metering/merge-messages-usage.ts';
import { usageFromMessages } from '../../metering/usage-from-messages.ts';
import { formatSse } from '../../streams/sse.ts';
import { chatErrorFromMessages } from '../errors.ts';
import { chatReplyId } from '../reply-ids.ts';
import { chatFinishReason } from '../stop-reasons.ts';
import type { EventTranslator } from '../translate-stream.ts';
import { chatUsageReport } from '../usage-reports.ts';
import { ThinkingKeeper } from './thinking-keeper.ts';

/** A tool call under way. Anthropic numbers all blocks, chat numbers the tool calls alone. */
interface OpenCall {
  readonly index: number;
  /** The input that came with the block's begin; it counts when no deltas follow. */
  readonly input: JsonObject;
  hasArguments: boolean;
}

/** @param createdS epoch seconds, for `created`. */
export const chatStreamFromMessages = (callerBody: JsonObject, createdS: number): EventTranslator =>
  new ChatChunkWriter(objectIn(callerBody.stream_options)?.include_usage === true, createdS);

class ChatChunkWriter implements EventTranslator {
  readonly #includeUsage: boolean;
  readonly #createdS: number;
  readonly #thinking = new ThinkingKeeper();
  /** By block index; null for blocks that have no place in a chat reply, such as those of server tools. */
  readonly #blocks = new Map<number, OpenCall | null>();
  #calls = 0;
  #id = '';
  #model = '';
  #started = false;
  #stopReason: Json | undefined;
  #usage: JsonObject | null = null;
  #done = false;

  constructor(includeUsage: boolean, createdS: number) {
    this.#includeUsage = includeUsage;
    this.#createdS = createdS;
  }

  readonly done = (): boolean => this.#done;

  readonly event = ({ data }: { readonly data: string }): string => {
    const event = parseObject(data);
    if (event === null) throw new PlimsollError('provider_invalid_reply', 'An event of its stream is not a JSON object.');
    switch (event.type) {
      case 'message_start':
        return this.#start(objectIn(event.message) ?? {});
      case 'content_block_start':
        return this.#openBlock(blockIndex(event), objectIn(event.content_block) ?? {});
      case 'content_block_delta':
        return this.#delta(blockIndex(event), objectIn(event.delta) ?? {});
      case 'content_block_stop':
        return this.#closeBlock(blockIndex(event));
      case 'message_delta':
        this.#stopReason = stringIn(objectIn(event.delta)?.stop_reason) ?? this.#stopReason;
        this.#usage = mergeMessagesUsage(this.#usage, event.usage);
        return '';
      case 'message_stop':
        return this.#finish();
      case 'error':
        this.#done = true;
        return formatSse(null, JSON.stringify(chatErrorFromMessages(event)));
      default:
        return '';
    }
  };

  readonly end = (): string => {
    if (this.#stopReason === undefined) throw new PlimsollError('provider_closed');
    return this.#finish();
  };

  /** A second message_start, as some gateways send after a retry, changes nothing. */
  #start(message: JsonObject): string {
    if (this.#started) return '';
    this.#id = chatReplyId(message.id);
    this.#model = stringIn(message.model) ?? '';
    this.#usage = mergeMessagesUsage(this.#usage, message.usage);
    this.#started = true;
    return this.#chunk({ role: 'assistant', content: '' });
  }

  #openBlock(index: number, block: JsonObject): string {
    const begin = this.#started ? '' : this.#start({});
    this.#blocks.set(index, null);
    switch (block.type) {
      case 'text':
        return begin + this.#text(block.text);
      case 'thinking':
        this.#thinking.open(index, stringIn(block.thinking) ?? '');
        return begin + this.#reasoning(block.thinking);
      case 'redacted_thinking':
        return begin + this.#thinkingBlocks(this.#thinking.redacted(stringIn(block.data) ?? ''));
      case 'tool_use': {
        const { id, name } = block;
        if (typeof id !== 'string' || typeof name !== 'string') {
          throw new PlimsollError('provider_invalid_reply', 'It called a tool without saying which.');
        }
        const call = { index: this.#calls, input: objectIn(block.input) ?? {}, hasArguments: false };
        this.#calls += 1;
        this.#blocks.set(index, call);
        return begin + this.#chunk({ tool_calls: [{ index: call.index, id, type: 'function', function: { name, arguments: '' } }] });
      }
      default:
        return begin;
    }
  }

  #delta(index: number, delta: JsonObject): string {
    const block = this.#blocks.get(index);
    if (block === undefined) throw new PlimsollError('provider_invalid_reply', 'Its stream continues a block that it never began.');
    switch (delta.type) {
      case 'text_delta':
        return this.#text(delta.text);
      case 'thinking_delta':
        this.#thinking.append(index, stringIn(delta.thinking) ?? '');
        return this.#reasoning(delta.thinking);
      case 'signature_delta':
        this.#thinking.sign(index, stringIn(delta.signature) ?? '');
        return '';
      case 'input_json_delta':
        return block === null ? '' : this.#arguments(block, stringIn(delta.partial_json) ?? '');
      default:
        return '';
    }
  }

  #closeBlock(index: number): string {
    const call = this.#blocks.get(index);
    this.#blocks.delete(index);
    // Chat clients parse the arguments, so a call without any must still say `{}`.
    if (call !== undefined && call !== null) return call.hasArguments ? '' : this.#arguments(call, JSON.stringify(call.input));
    return this.#thinkingBlocks(this.#thinking.close(index));
  }

  /** All blocks so far each time: clients that gather unknown members keep the last value of each. */
  #thinkingBlocks(blocks: readonly JsonObject[] | null): string {
    return blocks === null ? '' : this.#chunk({ thinking_blocks: blocks });
  }

  #arguments(call: OpenCall, piece: string): string {
    if (piece === '') return '';
    call.hasArguments = true;
    return this.#chunk({ tool_calls: [{ index: call.index, function: { arguments: piece } }] });
  }

  #text(text: Json | undefined): string {
    return typeof text === 'string' && text !== '' ? this.#chunk({ content: text }) : '';
  }

  #reasoning(text: Json | undefined): string {
    return typeof text === 'string' && text !== '' ? this.#chunk({ reasoning_content: text }) : '';
  }

  #finish(): string {
    const begin = this.#started ? '' : this.#start({});
    const rest = [...this.#blocks.keys()].map((index) => this.#closeBlock(index)).join('');
    this.#done = true;
    return `${begin}${rest}${this.#chunk({}, chatFinishReason(this.#stopReason))}${this.#usageChunk()}data: [DONE]\n\n`;
  }

  #chunk(delta: ChatDelta, finishReason: ChatFinishReason | null = null): string {
    return this.#send({
      ...this.#head(),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...(this.#includeUsage ? { usage: null } : {}),
    });
  }

  /** Only for those who asked: other clients may stumble over a chunk without choices. */
  #usageChunk(): string {
    const usage = usageFromMessages(this.#usage ?? undefined);
    if (!this.#includeUsage || usage === null) return '';
    return this.#send({ ...this.#head(), choices: [], usage: chatUsageReport(usage) });
  }

  #head(): Pick<ChatChunk, 'id' | 'object' | 'created' | 'model'> {
    return { id: this.#id, object: 'chat.completion.chunk', created: this.#createdS, model: this.#model };
  }

  #send(chunk: ChatChunk): string {
    return formatSse(null, JSON.stringify(chunk));
  }
}

const blockIndex = (event: JsonObject): number => {
  if (typeof event.index === 'number') return event.index;
  throw new PlimsollError('provider_invalid_reply', 'An event of its stream names no block.');
};
