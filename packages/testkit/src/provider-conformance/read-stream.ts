/**
 * Reads a stream of server-sent events and joins its deltas into the answer they make up, strictly: what a real client would
 * trip over is an error here. Shares no code with the engine, so that the two check one another.
 */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { isJsonList, parseJson } from '../simulated/json-values.ts';

export interface JoinedTool {
  readonly name: string;
  readonly arguments: Json;
}

/** An answer in either protocol, whole or joined from a stream. */
export interface Joined {
  readonly text: string;
  readonly tools: readonly JoinedTool[];
  readonly finish: Json;
  readonly outputTokens: number | null;
  readonly inputTokens: number | null;
  readonly logprobs: readonly Json[];
}

interface SentEvent {
  readonly name: string | null;
  readonly data: string;
}

const eventsOf = (bytes: Buffer): readonly SentEvent[] => {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (!/\r?\n\r?\n$/.test(text)) throw new Error('the stream does not end with a whole event');
  return text
    .split(/\r?\n\r?\n/)
    .map((block) => block.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith(':')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const field = (name: string): readonly string[] =>
        lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
      return { name: field('event')[0] ?? null, data: field('data').join('\n') };
    });
};

const object = (value: unknown, what: string): JsonObject => {
  if (!isJsonObject(value)) throw new Error(`${what} is not an object`);
  return value;
};
const list = (value: Json | undefined): readonly Json[] => (isJsonList(value) ? value : []);
const numberOrNull = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const parse = (data: string): JsonObject => object(JSON.parse(data), 'an event');

const chatUsage = (usage: Json | undefined): Pick<Joined, 'inputTokens' | 'outputTokens'> => ({
  inputTokens: isJsonObject(usage) ? numberOrNull(usage.prompt_tokens) : null,
  outputTokens: isJsonObject(usage) ? numberOrNull(usage.completion_tokens) : null,
});

const logprobsOf = (choice: JsonObject): readonly Json[] => (isJsonObject(choice.logprobs) ? list(choice.logprobs.content) : []);

const toolOf = (call: Json): JoinedTool => {
  const told = object(object(call, 'a tool call').function, 'a function');
  return { name: text(told.name), arguments: parseJson(text(told.arguments)) };
};

/** The choices of a whole chat answer. */
export const readChat = (answer: JsonObject): readonly Joined[] =>
  list(answer.choices).map((value) => {
    const choice = object(value, 'a choice');
    const message = object(choice.message, 'a message');
    return {
      text: text(message.content),
      tools: list(message.tool_calls).map(toolOf),
      finish: choice.finish_reason ?? null,
      logprobs: logprobsOf(choice),
      ...chatUsage(answer.usage),
    };
  });

interface OpenChoice {
  text: string;
  finish: Json;
  readonly logprobs: Json[];
  readonly tools: { readonly name: string; arguments: string }[];
}

/** The choices of a streamed chat answer, in the order of their indices. */
export const joinChat = (bytes: Buffer): readonly Joined[] => {
  const events = eventsOf(bytes);
  if (events.at(-1)?.data !== '[DONE]') throw new Error('the stream does not end with [DONE]');
  const choices: OpenChoice[] = [];
  let usage: Json | undefined;
  for (const { data } of events.slice(0, -1)) {
    const chunk = parse(data);
    if (chunk.object !== 'chat.completion.chunk') throw new Error(`unexpected object ${JSON.stringify(chunk.object)}`);
    if (isJsonObject(chunk.usage)) {
      if (usage !== undefined) throw new Error('usage came twice');
      usage = chunk.usage;
    }
    for (const value of list(chunk.choices)) {
      const choice = object(value, 'a choice');
      const open = (choices[Number(choice.index)] ??= { text: '', finish: null, logprobs: [], tools: [] });
      if (open.finish !== null) throw new Error('a choice went on after its finish_reason');
      const delta = object(choice.delta, 'a delta');
      open.text += text(delta.content);
      open.finish = choice.finish_reason ?? null;
      open.logprobs.push(...logprobsOf(choice));
      for (const part of list(delta.tool_calls)) joinTool(open.tools, object(part, 'a tool call'));
    }
  }
  return choices.map(({ tools, ...choice }) => ({
    ...choice,
    ...chatUsage(usage),
    tools: tools.map((tool) => ({ name: tool.name, arguments: parseJson(tool.arguments) })),
  }));
};

const joinTool = (tools: OpenChoice['tools'], part: JsonObject): void => {
  const told = isJsonObject(part.function) ? part.function : {};
  const known = tools[Number(part.index)];
  if (known !== undefined) {
    known.arguments += text(told.arguments);
    return;
  }
  if (typeof part.id !== 'string' || typeof told.name !== 'string') throw new Error('a tool call began without id or name');
  tools[Number(part.index)] = { name: told.name, arguments: text(told.arguments) };
};

const messagesUsage = (usage: Json | undefined): Pick<Joined, 'inputTokens' | 'outputTokens'> => ({
  inputTokens: isJsonObject(usage) ? numberOrNull(usage.input_tokens) : null,
  outputTokens: isJsonObject(usage) ? numberOrNull(usage.output_tokens) : null,
});

/** A whole messages answer. */
export const readMessages = (answer: JsonObject): Joined => {
  const blocks = list(answer.content).map((block) => object(block, 'a content block'));
  return {
    text: blocks.map((block) => (block.type === 'text' ? text(block.text) : '')).join(''),
    tools: blocks.filter(({ type }) => type === 'tool_use').map((block) => ({ name: text(block.name), arguments: block.input ?? null })),
    finish: answer.stop_reason ?? null,
    logprobs: [],
    ...messagesUsage(answer.usage),
  };
};

/** A streamed messages answer. */
export const joinMessages = (bytes: Buffer): Joined => {
  const blocks: { readonly block: JsonObject; text: string; json: string; open: boolean }[] = [];
  let start: JsonObject | null = null;
  let end: JsonObject | null = null;
  let stopped = false;
  for (const { name, data } of eventsOf(bytes)) {
    const event = parse(data);
    if (event.type !== name) throw new Error(`event "${name}" holds type ${JSON.stringify(event.type)}`);
    if (stopped) throw new Error(`"${name}" came after message_stop`);
    const block = typeof event.index === 'number' ? blocks[event.index] : undefined;
    switch (event.type) {
      case 'message_start':
        if (start !== null) throw new Error('message_start came twice');
        start = object(event.message, 'message');
        break;
      case 'content_block_start':
        if (start === null || event.index !== blocks.length) throw new Error('a block began out of order');
        if (blocks.some(({ open }) => open)) throw new Error('a block began before the last had ended');
        blocks.push({ block: object(event.content_block, 'content_block'), text: '', json: '', open: true });
        break;
      case 'content_block_delta': {
        const delta = object(event.delta, 'a delta');
        if (block?.open !== true) throw new Error('a delta for a block that is not open');
        block.text += text(delta.text);
        block.json += text(delta.partial_json);
        break;
      }
      case 'content_block_stop':
        if (block?.open !== true) throw new Error('the end of a block that is not open');
        block.open = false;
        break;
      case 'message_delta':
        end = event;
        break;
      case 'message_stop':
        stopped = true;
        break;
      case 'ping':
        break;
      default:
        throw new Error(`unexpected event ${JSON.stringify(event.type)}`);
    }
  }
  if (!stopped || start === null || end === null) throw new Error('the stream does not end with message_stop');
  return {
    text: blocks.map((block) => block.text).join(''),
    tools: blocks
      .filter(({ block }) => block.type === 'tool_use')
      .map(({ block, json }) => ({ name: text(block.name), arguments: parseJson(json === '' ? '{}' : json) })),
    finish: object(end.delta, 'a delta').stop_reason ?? null,
    logprobs: [],
    inputTokens: messagesUsage(start.usage).inputTokens,
    outputTokens: messagesUsage(end.usage).outputTokens,
  };
};
