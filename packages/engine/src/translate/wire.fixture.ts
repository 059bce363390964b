/**
 * For tests: both translations with a clock that stands still, events as text and back, and the official clients as judges.
 */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { readText, streamOf } from '../streams/split-at.fixture.ts';
import { SseSplitter } from '../streams/sse.ts';
import { translationBetween, type Translation } from './translation.ts';

const between = (caller: Operation, provider: Operation): Translation => {
  const translation = translationBetween(caller, provider, () => 1_700_000_000_000);
  if (translation === null) throw new Error('no translation');
  return translation;
};
export const toChat = between('chat', 'messages');
export const toMessages = between('messages', 'chat');
export const withUsage = { stream: true, stream_options: { include_usage: true } };

/** A translated stream as text, from the provider's stream in the given chunks. */
export const translated = (translation: Translation, ...chunks: readonly (string | Uint8Array)[]): Promise<string> =>
  readText(translation.stream(streamOf(chunks.map((chunk) => Buffer.from(chunk))), {}));

/** One event of a chat stream. */
export const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** Events of Anthropic's stream. */
export const events = (...values: readonly (JsonObject & { readonly type: string })[]): string =>
  values.map((value) => `event: ${value.type}\n${data(value)}`).join('');

/** What the events of a stream hold, without the terminator. */
export const dataOf = <Shape>(text: string): Shape[] =>
  new SseSplitter()
    .push(Buffer.from(text))
    .filter((item) => item.data !== '' && item.data !== '[DONE]')
    .map((item): Shape => JSON.parse(item.data));

/** As it arrives at the caller: without the members that are undefined. */
export const sent = <Body>(body: Body): Body => JSON.parse(JSON.stringify(body));

const eventStream = (body: string): Response => new Response(body, { headers: { 'content-type': 'text/event-stream' } });

/** What OpenAI's own client makes of a chat stream. */
export const openAiReads = (stream: string): Promise<OpenAI.ChatCompletion> =>
  new OpenAI({ apiKey: 'k', fetch: () => Promise.resolve(eventStream(stream)) }).chat.completions
    .stream({ model: 'm', messages: [{ role: 'user', content: 'x' }], stream_options: { include_usage: true } })
    .finalChatCompletion();

/** What Anthropic's own client makes of a Messages stream. */
export const anthropicReads = (stream: string): Promise<Anthropic.Message> =>
  new Anthropic({ apiKey: 'k', fetch: () => Promise.resolve(eventStream(stream)) }).messages
    .stream({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'x' }] })
    .finalMessage();
