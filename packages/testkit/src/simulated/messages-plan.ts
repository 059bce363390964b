/**
 * A simulated answer in the words of Anthropic Messages, whole or as its stream of named events.
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { answerTo, textOf, tokensOfJson, type Answer } from './answer.ts';
import type { Behaviour } from './behaviour.ts';
import { pieceOf, streamPlan, wholePlan, type Piece, type Plan } from './plan.ts';

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const;
const signature = 'c2ltdWxhdGVk';

const usageOf = (answer: Answer, output: number, behaviour: Behaviour): { usage?: Json } =>
  behaviour.usage
    ? {
        usage: behaviour.rawUsage ?? {
          input_tokens: answer.inputTokens,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          output_tokens: output,
        },
      }
    : {};

const toolUseId = (answer: Answer, index: number): string => `toolu_${answer.id}_${index}`;

const contentOf = (answer: Answer): readonly JsonObject[] => [
  ...(answer.thinking.length > 0 ? [{ type: 'thinking', thinking: answer.thinking.join(''), signature }] : []),
  ...(answer.pieceCount > 0 || answer.toolCalls.length === 0 ? [{ type: 'text', text: textOf(answer) }] : []),
  ...answer.toolCalls.map((call, index) => ({ type: 'tool_use', id: toolUseId(answer, index), name: call.name, input: call.arguments })),
];

const messageOf = (answer: Answer, behaviour: Behaviour, whole: boolean): JsonObject => ({
  id: `msg_${answer.id}`,
  type: 'message',
  role: 'assistant',
  model: answer.model,
  content: whole ? contentOf(answer) : [],
  stop_reason: whole ? stopReasons[answer.finish] : null,
  stop_sequence: null,
  ...usageOf(answer, whole ? answer.outputTokens : 1, behaviour),
});

const event = (data: JsonObject & { readonly type: string }, tokens = 0): Piece =>
  pieceOf(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`, tokens);

function* events(answer: Answer, behaviour: Behaviour): Iterable<Piece> {
  const delta = (index: number, body: JsonObject, tokens = 0): Piece => event({ type: 'content_block_delta', index, delta: body }, tokens);
  let index = 0;
  yield event({ type: 'message_start', message: messageOf(answer, behaviour, false) });
  yield event({ type: 'ping' });
  if (answer.thinking.length > 0) {
    yield event({ type: 'content_block_start', index, content_block: { type: 'thinking', thinking: '', signature: '' } });
    for (const thinking of answer.thinking) yield delta(index, { type: 'thinking_delta', thinking }, 1);
    yield delta(index, { type: 'signature_delta', signature });
    yield event({ type: 'content_block_stop', index });
    index += 1;
  }
  if (answer.pieceCount > 0) {
    yield event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
    for (let at = 0; at < answer.pieceCount; at += 1) yield delta(index, { type: 'text_delta', text: answer.piece(at) }, 1);
    yield event({ type: 'content_block_stop', index });
    index += 1;
  }
  for (const [place, call] of answer.toolCalls.entries()) {
    const block = { type: 'tool_use', id: toolUseId(answer, place), name: call.name, input: {} };
    yield event({ type: 'content_block_start', index, content_block: block }, tokensOfJson(call.arguments));
    yield delta(index, { type: 'input_json_delta', partial_json: '' });
    for (const part of JSON.stringify(call.arguments).match(/[^]{1,7}/gu) ?? []) {
      yield delta(index, { type: 'input_json_delta', partial_json: part });
    }
    yield event({ type: 'content_block_stop', index });
    index += 1;
  }
  yield event({
    type: 'message_delta',
    delta: { stop_reason: stopReasons[answer.finish], stop_sequence: null },
    ...usageOf(answer, answer.outputTokens, behaviour),
  });
  yield event({ type: 'message_stop' });
}

/** Plans the reply to a Messages request. */
export const planMessages = (body: JsonObject, behaviour: Behaviour): Plan => {
  const answer = answerTo(body, behaviour);
  if (body.stream === true) {
    return streamPlan(() => events(answer, behaviour), answer.inputTokens, answer.outputTokens);
  }
  return wholePlan(messageOf(answer, behaviour, true), { input: answer.inputTokens, output: answer.outputTokens });
};
