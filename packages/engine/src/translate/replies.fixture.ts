/**
 * For tests: random answers of both protocols, whole and as streams cut into random deltas.
 */
import * as fc from 'fast-check';
import type { Json, JsonObject } from '@plimsoll/contract/json';

/** What a model might produce, apart from any protocol. */
export interface Answer {
  readonly reasoning: string;
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: JsonObject }[];
  readonly usage: { readonly input: number; readonly cached: number; readonly output: number };
  readonly cutShort: boolean;
}

const words = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '"', '\\', '\n', '{', '}', ' '), maxLength: 24 });
const input = fc.dictionary(
  fc.constantFrom('city', 'a"b', 'n'),
  fc.oneof(words, fc.integer(), fc.constant(null), fc.array(words, { maxLength: 2 })),
);

export const answers: fc.Arbitrary<Answer> = fc.record({
  reasoning: words,
  text: words,
  calls: fc
    .array(fc.record({ name: fc.constantFrom('weather', 'find_user'), input }), { maxLength: 4 })
    .map((calls) => calls.map((call, index) => ({ ...call, id: `call_${index}` }))),
  usage: fc.record({ input: fc.nat(1000), cached: fc.nat(1000), output: fc.nat(1000) }),
  cutShort: fc.boolean(),
});

/** Where to cut and whom to serve next; an endless tape of small numbers. */
export const tapes = fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 });

const reader = (tape: readonly number[]): ((below: number) => number) => {
  let at = 0;
  return (below) => {
    const value = tape[at % tape.length] ?? 0;
    at += 1;
    return value % below;
  };
};

/** Cuts text into pieces by UTF-16 units, between the halves of a surrogate pair too, as some providers do. */
const cut = (text: string, next: (below: number) => number): string[] => {
  const pieces: string[] = [];
  for (let begin = 0; begin < text.length; ) {
    const end = begin + 1 + next(6);
    pieces.push(text.slice(begin, end));
    begin = end;
  }
  return pieces;
};

export const chatReply = (answer: Answer): JsonObject => ({
  id: 'chatcmpl-7',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: answer.text === '' ? null : answer.text,
        ...(answer.reasoning === '' ? {} : { reasoning_content: answer.reasoning }),
        ...(answer.calls.length === 0 ? {} : { tool_calls: answer.calls.map(toolCall) }),
      },
      finish_reason: finishOf(answer),
    },
  ],
  usage: chatUsage(answer),
});

const toolCall = ({ id, name, input: given }: Answer['calls'][number]): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(given) },
});
const finishOf = (answer: Answer): string => (answer.cutShort ? 'length' : answer.calls.length > 0 ? 'tool_calls' : 'stop');
const chatUsage = ({ usage }: Answer): JsonObject => ({
  prompt_tokens: usage.input + usage.cached,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.cached + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cached },
});

const chunkHead = { id: 'chatcmpl-7', object: 'chat.completion.chunk', created: 1, model: 'm' };
const chunk = (delta: Json, finish: string | null = null): JsonObject => ({
  ...chunkHead,
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** @param interleave lets the deltas of several tool calls alternate. */
export const chatStream = (answer: Answer, tape: readonly number[], interleave: boolean): Buffer => {
  const next = reader(tape);
  const chunks = [chunk({ role: 'assistant', content: '' })];
  for (const piece of cut(answer.reasoning, next)) chunks.push(chunk({ reasoning_content: piece }));
  for (const piece of cut(answer.text, next)) chunks.push(chunk({ content: piece }));
  const queues = answer.calls.map(({ id, name, input: given }, index) => [
    chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
    ...cut(JSON.stringify(given), next).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]);
  // A call may go on after a later one has begun, but calls begin in order.
  let begun = 0;
  while (queues.some((queue) => queue.length > 0)) {
    const ready = queues.flatMap((queue, index) => (queue.length > 0 && index <= begun ? [index] : []));
    const pick = (interleave ? ready[next(ready.length)] : ready[0]) ?? 0;
    const taken = queues[pick]?.shift();
    if (taken !== undefined) chunks.push(taken);
    if (pick === begun) begun += 1;
  }
  chunks.push(chunk({}, finishOf(answer)), { ...chunkHead, choices: [], usage: chatUsage(answer) });
  return Buffer.from(`${chunks.map((item) => `data: ${JSON.stringify(item)}\n\n`).join('')}data: [DONE]\n\n`);
};

const stopOf = (answer: Answer): string => (answer.cutShort ? 'max_tokens' : answer.calls.length > 0 ? 'tool_use' : 'end_turn');

export const messagesReply = (answer: Answer): JsonObject => ({
  id: 'msg_7',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [
    ...(answer.reasoning === '' ? [] : [{ type: 'thinking', thinking: answer.reasoning, signature: 'sig' }]),
    ...(answer.text === '' ? [] : [{ type: 'text', text: answer.text }]),
    ...answer.calls.map(({ id, name, input: given }) => ({ type: 'tool_use', id, name, input: given })),
  ],
  stop_reason: stopOf(answer),
  stop_sequence: null,
  usage: messagesUsage(answer, answer.usage.output),
});

const messagesUsage = ({ usage }: Answer, outputTokens: number): JsonObject => ({
  input_tokens: usage.input,
  cache_read_input_tokens: usage.cached,
  cache_creation_input_tokens: 0,
  output_tokens: outputTokens,
});

export const messagesStream = (answer: Answer, tape: readonly number[]): Buffer => {
  const next = reader(tape);
  const events: JsonObject[] = [
    {
      type: 'message_start',
      message: {
        ...messagesReply(answer),
        content: [],
        stop_reason: null,
        usage: messagesUsage(answer, Math.min(1, answer.usage.output)),
      },
    },
    { type: 'ping' },
  ];
  let index = 0;
  const block = (contentBlock: Json, deltas: readonly Json[]): void => {
    events.push({ type: 'content_block_start', index, content_block: contentBlock });
    for (const delta of deltas) events.push({ type: 'content_block_delta', index, delta });
    events.push({ type: 'content_block_stop', index });
    index += 1;
  };
  if (answer.reasoning !== '') {
    block({ type: 'thinking', thinking: '', signature: '' }, [
      ...cut(answer.reasoning, next).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: 'sig' },
    ]);
  }
  if (answer.text !== '') {
    block({ type: 'text', text: '' }, cut(answer.text, next).map((text) => ({ type: 'text_delta', text })));
  }
  for (const { id, name, input: given } of answer.calls) {
    // Anthropic sends no delta, or an empty one, for an empty input.
    const json = Object.keys(given).length === 0 ? '' : JSON.stringify(given);
    const deltas = ['', ...cut(json, next)].map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
    block({ type: 'tool_use', id, name, input: {} }, deltas);
  }
  const delta = { stop_reason: stopOf(answer), stop_sequence: null };
  events.push({ type: 'message_delta', delta, usage: { output_tokens: answer.usage.output } }, { type: 'message_stop' });
  return Buffer.from(events.map((event) => `event: ${JSON.stringify(event.type).slice(1, -1)}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
};
