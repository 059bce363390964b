/**
 * What a local model reports of a chat job, in the words of OpenAI Chat Completions: as one body or as a stream of chunks.
 */
import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { ChatChoice, ChatChunk, ChatDelta, ChatResponse, ChatTokenLogprob, ChatUsage } from '@plimsoll/contract/wire/chat';
import type { FinishReason, JobReport, TokenProbability } from './child-protocol.ts';

const bytesOf = (text: string): number[] | null => (text.includes('\uFFFD') ? null : [...Buffer.from(text, 'utf8')]);

const wireLogprob = ({ text, logprob, top }: TokenProbability): ChatTokenLogprob => ({
  token: text,
  logprob,
  bytes: bytesOf(text),
  top_logprobs: top.map((other) => ({ token: other.text, logprob: other.logprob, bytes: bytesOf(other.text) })),
});

interface Choice {
  text: string;
  logprobs: ChatTokenLogprob[];
  calls: { id: string; name: string; arguments: string }[];
  reason: FinishReason | null;
  begun: boolean;
}

/** Follows one job from its first report to its last. */
export class ChatAnswer {
  readonly #head: { readonly id: string; readonly created: number; readonly model: string };
  readonly #wantsLogprobs: boolean;
  readonly #choices: Choice[];
  #promptTokens = 0;
  #answerTokens = 0;

  constructor(model: string, choices: number, wantsLogprobs: boolean) {
    this.#head = { id: `chatcmpl-${randomUUID().replaceAll('-', '')}`, created: Math.floor(Date.now() / 1000), model };
    this.#wantsLogprobs = wantsLogprobs;
    this.#choices = Array.from({ length: choices }, () => ({ text: '', logprobs: [], calls: [], reason: null, begun: false }));
  }

  get #usage(): ChatUsage {
    return {
      prompt_tokens: this.#promptTokens,
      completion_tokens: this.#answerTokens,
      total_tokens: this.#promptTokens + this.#answerTokens,
    };
  }

  #chunk(choice: number, delta: ChatDelta, reason: FinishReason | null, logprobs: readonly ChatTokenLogprob[] | null): ChatChunk {
    const withLogprobs = this.#wantsLogprobs ? { logprobs: logprobs === null ? null : { content: logprobs } } : {};
    return {
      ...this.#head,
      object: 'chat.completion.chunk',
      choices: [{ index: choice, delta, finish_reason: reason, ...withLogprobs }],
    };
  }

  /** A choice's first chunk names the role. */
  #opening(index: number, choice: Choice): ChatChunk[] {
    if (choice.begun) return [];
    choice.begun = true;
    return [this.#chunk(index, { role: 'assistant', content: '' }, null, null)];
  }

  /** Takes a report in and gives the chunks that a stream shows for it. Reports of unknown choices are ignored. */
  take(report: JobReport): ChatChunk[] {
    if (report.type === 'begun') this.#promptTokens = report.promptTokens;
    if (report.type !== 'piece' && report.type !== 'call' && report.type !== 'ended') return [];
    const choice = this.#choices[report.choice];
    if (choice === undefined) return [];
    const opening = this.#opening(report.choice, choice);
    switch (report.type) {
      case 'piece': {
        const logprobs = report.probabilities.map(wireLogprob);
        choice.text += report.text;
        choice.logprobs.push(...logprobs);
        return [...opening, this.#chunk(report.choice, { content: report.text }, null, logprobs)];
      }
      case 'call': {
        const call = { id: `call_${randomUUID().replaceAll('-', '')}`, name: report.name, arguments: report.arguments };
        const delta = { index: choice.calls.length, id: call.id, type: 'function' as const, function: { name: call.name, arguments: call.arguments } };
        choice.calls.push(call);
        return [...opening, this.#chunk(report.choice, { tool_calls: [delta] }, null, null)];
      }
      default:
        choice.reason = report.reason;
        this.#answerTokens += report.tokens;
        return [...opening, this.#chunk(report.choice, {}, report.reason, null)];
    }
  }

  /** The stream's last chunk, for callers that asked for it. */
  usageChunk(): ChatChunk {
    return { ...this.#head, object: 'chat.completion.chunk', choices: [], usage: this.#usage };
  }

  whole(): ChatResponse {
    return { ...this.#head, object: 'chat.completion', choices: this.#choices.map((choice, index) => this.#wholeChoice(choice, index)), usage: this.#usage };
  }

  #wholeChoice({ text, calls, logprobs, reason }: Choice, index: number): ChatChoice {
    const toolCalls = calls.map((call) => ({ id: call.id, type: 'function' as const, function: { name: call.name, arguments: call.arguments } }));
    return {
      index,
      message: {
        role: 'assistant',
        content: text === '' && calls.length > 0 ? null : text,
        refusal: null,
        ...(calls.length > 0 ? { tool_calls: toolCalls } : {}),
      },
      finish_reason: reason,
      logprobs: this.#wantsLogprobs ? { content: logprobs } : null,
    };
  }
}

/** Whether the caller of a stream asked for a chunk with the usage at its end. */
export const asksForUsage = (body: JsonObject): boolean => {
  const options = body['stream_options'];
  return isJsonObject(options) && options['include_usage'] === true;
};
