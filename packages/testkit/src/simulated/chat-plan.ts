/**
 * A simulated answer in the words of OpenAI Chat Completions, whole or as a stream of chunks.
 */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { answerTo, textOf, tokensOfJson, type Answer } from './answer.ts';
import type { Behaviour } from './behaviour.ts';
import { pieceOf, streamPlan, wholePlan, type Piece, type Plan } from './plan.ts';

const encoder = new TextEncoder();

/** A made-up probability that depends on nothing but the token and its rank. */
const tokenLogprob = (token: string, rank = 0): JsonObject => ({
  token,
  logprob: -0.05 * (token.length + 1) - rank,
  bytes: [...encoder.encode(token)],
});

const logprobsOf = (tokens: readonly string[], top: number): JsonObject => ({
  content: tokens.map((token) => ({
    ...tokenLogprob(token),
    top_logprobs: Array.from({ length: top }, (_, rank) => tokenLogprob(rank === 0 ? token : `${token}${rank}`, rank)),
  })),
  refusal: null,
});

const toolCallId = (answer: Answer, choice: number, index: number): string => `call_${answer.id}_${choice}_${index}`;

const usageOf = (answer: Answer, choices: number, behaviour: Behaviour): Json =>
  behaviour.rawUsage ?? {
    prompt_tokens: answer.inputTokens,
    completion_tokens: answer.outputTokens * choices,
    total_tokens: answer.inputTokens + answer.outputTokens * choices,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: answer.thinkingTokens * choices, audio_tokens: 0 },
  };

const wholeChoice = (answer: Answer, index: number, topLogprobs: number | null): JsonObject => ({
  index,
  message: {
    role: 'assistant',
    content: answer.pieceCount > 0 || answer.toolCalls.length === 0 ? textOf(answer) : null,
    refusal: null,
    ...(answer.thinking.length > 0 ? { reasoning_content: answer.thinking.join('') } : {}),
    ...(answer.toolCalls.length > 0
      ? {
          tool_calls: answer.toolCalls.map((call, place) => ({
            id: toolCallId(answer, index, place),
            type: 'function',
            function: { name: call.name, arguments: JSON.stringify(call.arguments) },
          })),
        }
      : {}),
  },
  logprobs:
    topLogprobs === null ? null : logprobsOf(Array.from({ length: answer.pieceCount }, (_, at) => answer.piece(at)), topLogprobs),
  finish_reason: answer.finish,
});

/** Cuts JSON text where no model would be so kind to, to see that fragments are joined and not parsed. */
const fragments = (text: string): readonly string[] => text.match(/[^]{1,7}/gu) ?? [];

function* chunks(answer: Answer, choices: number, topLogprobs: number | null, behaviour: Behaviour, includeUsage: boolean): Iterable<Piece> {
  const model = JSON.stringify(answer.model);
  const named = `"id":"chatcmpl-${answer.id}","object":"chat.completion.chunk","created":${answer.createdS},"model":${model}`;
  const head = `data: {${named},"system_fingerprint":"fp_simulated","choices":`;
  const tail = includeUsage ? ',"usage":null}\n\n' : '}\n\n';
  const chunk = (index: number, delta: string, finish: string | null, tokens: number, logprobs = 'null'): Piece =>
    pieceOf(
      `${head}[{"index":${index},"delta":${delta},"logprobs":${logprobs},"finish_reason":${finish === null ? 'null' : `"${finish}"`}}]${tail}`,
      tokens,
    );
  for (let choice = 0; choice < choices; choice += 1) {
    yield chunk(choice, '{"role":"assistant","content":"","refusal":null}', null, 0);
    for (const thought of answer.thinking) yield chunk(choice, `{"reasoning_content":${JSON.stringify(thought)}}`, null, 1);
  }
  // Choices take turns, as they do from a provider that samples them side by side.
  for (let at = 0; at < answer.pieceCount; at += 1) {
    const text = answer.piece(at);
    const logprobs = topLogprobs === null ? 'null' : JSON.stringify(logprobsOf([text], topLogprobs));
    for (let choice = 0; choice < choices; choice += 1) {
      yield chunk(choice, `{"content":${JSON.stringify(text)}}`, null, 1, logprobs);
    }
  }
  for (let choice = 0; choice < choices; choice += 1) {
    for (const [index, call] of answer.toolCalls.entries()) {
      const start = { index, id: toolCallId(answer, choice, index), type: 'function', function: { name: call.name, arguments: '' } };
      yield chunk(choice, JSON.stringify({ tool_calls: [start] }), null, tokensOfJson(call.arguments));
      for (const fragment of fragments(JSON.stringify(call.arguments))) {
        yield chunk(choice, JSON.stringify({ tool_calls: [{ index, function: { arguments: fragment } }] }), null, 0);
      }
    }
    yield chunk(choice, '{}', answer.finish, 0);
  }
  if (includeUsage) yield pieceOf(`${head}[],"usage":${JSON.stringify(usageOf(answer, choices, behaviour))}}\n\n`, 0);
  yield pieceOf('data: [DONE]\n\n', 0);
}

/** Plans the reply to a Chat Completions request. */
export const planChat = (body: JsonObject, behaviour: Behaviour): Plan => {
  const answer = answerTo(body, behaviour);
  const choices = typeof body.n === 'number' ? Math.max(1, Math.min(128, Math.floor(body.n))) : 1;
  const topLogprobs = body.logprobs === true ? (typeof body.top_logprobs === 'number' ? Math.min(20, body.top_logprobs) : 0) : null;
  const outputTokens = answer.outputTokens * choices;
  if (body.stream === true) {
    const includeUsage = behaviour.usage && isJsonObject(body.stream_options) && body.stream_options.include_usage === true;
    return streamPlan(() => chunks(answer, choices, topLogprobs, behaviour, includeUsage), answer.inputTokens, outputTokens);
  }
  return wholePlan(
    {
      id: `chatcmpl-${answer.id}`,
      object: 'chat.completion',
      created: answer.createdS,
      model: answer.model,
      choices: Array.from({ length: choices }, (_, index) => wholeChoice(answer, index, topLogprobs)),
      ...(behaviour.usage ? { usage: usageOf(answer, choices, behaviour) } : {}),
      system_fingerprint: 'fp_simulated',
    },
    { input: answer.inputTokens, output: outputTokens },
  );
};
