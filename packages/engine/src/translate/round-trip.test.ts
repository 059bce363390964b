import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { objectIn, objectsIn } from '@plimsoll/contract/wire/members';
import { messagesRequestFromChat } from './chat-to-messages/request.ts';
import { chatResponseFromMessages } from './chat-to-messages/response.ts';
import { chatRequestFromMessages } from './messages-to-chat/request.ts';
import { messagesResponseFromChat } from './messages-to-chat/response.ts';
import { answers, chatReply, messagesReply } from './replies.fixture.ts';
import { call, refusal, tool } from './requests.fixture.ts';
import { sent } from './wire.fixture.ts';

const spoken = (reply: JsonObject): JsonObject => objectIn(objectsIn(reply.choices)[0]?.message) ?? {};

const toolCalls = (turn: number, calls: readonly { readonly city: string }[]): JsonObject =>
  calls.length === 0
    ? {}
    : { tool_calls: calls.map(({ city }, index) => call(`t${turn}-${index}`, JSON.stringify({ city }))) };

describe('there and back', () => {
  const text = fc.string({ minLength: 1, maxLength: 12 });
  const conversations = fc.array(
    fc.record({ asked: text, said: fc.option(text), calls: fc.array(fc.record({ city: text, result: text }), { maxLength: 3 }) }),
    { minLength: 1, maxLength: 4 },
  );

  test('a conversation keeps its texts, tool calls, arguments and results', () => {
    fc.assert(
      fc.property(conversations, text, (turns, instruction) => {
        const messages: JsonObject[] = [{ role: 'system', content: instruction }];
        for (const [turn, { asked, said, calls }] of turns.entries()) {
          messages.push({ role: 'user', content: asked });
          if (said === null && calls.length === 0) messages.push({ role: 'assistant', content: 'ok' });
          else messages.push({ role: 'assistant', content: said, ...toolCalls(turn, calls) });
          for (const [index, { result }] of calls.entries()) {
            messages.push({ role: 'tool', tool_call_id: `t${turn}-${index}`, content: result });
          }
          if (calls.length > 0) messages.push({ role: 'assistant', content: 'so' });
        }
        messages.push({ role: 'user', content: 'bye' });
        const there = messagesRequestFromChat({ model: 'm', messages, tools: [tool], max_tokens: 50 });
        const roles = there.messages.map(({ role }) => role);
        expect(roles.every((role, index) => role !== roles[index + 1])).toBe(true);
        const back = chatRequestFromMessages(there);
        expect(back.messages).toEqual(messages);
        expect(back.tools).toEqual([tool]);
        expect(back.max_completion_tokens).toBe(50);
      }),
      { numRuns: 200 },
    );
  });

  test('a reply keeps its text, tool calls, finish reason and usage', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const { content = '', ...message } = spoken(chatReply(answer));
        const back = sent(chatResponseFromMessages(messagesResponseFromChat(chatReply(answer)), 1));
        // The content is `''` or null where there is none; the caller's client reads both alike.
        const { content: backContent, refusal: _none, thinking_blocks: _unsigned, ...backMessage } = spoken(back);
        expect(backContent ?? '').toBe(content ?? '');
        expect(backMessage).toEqual(message);
        expect(back.choices[0]?.finish_reason).toBe(objectsIn(chatReply(answer).choices)[0]?.finish_reason);
        expect(back.id).toBe('chatcmpl-7');
        expect(back.usage).toMatchObject(objectIn(chatReply(answer).usage) ?? {});
      }),
    );
  });
});

describe('replies', () => {
  test('a chat reply with arguments that are not JSON is refused, not repaired', () => {
    const reply = { choices: [{ message: { tool_calls: [call('a', '{"city":')] }, finish_reason: 'length' }] };
    expect(refusal(() => messagesResponseFromChat(reply))).toMatch(/^provider_invalid_reply: /);
    for (const body of [{}, { choices: [] }, { choices: [{}] }, { choices: [{ message: { tool_calls: [{ id: 'a' }] } }] }]) {
      expect(refusal(() => messagesResponseFromChat(body))).toMatch(/^provider_invalid_reply: /);
    }
  });

  test('a refusal reads as one on both sides', () => {
    expect(
      messagesResponseFromChat({ id: 'x', choices: [{ message: { content: null, refusal: 'No.' }, finish_reason: 'stop' }] }),
    ).toMatchObject({ id: 'msg_x', content: [{ type: 'text', text: 'No.' }], stop_reason: 'refusal' });
    const reply = {
      ...messagesReply({ reasoning: '', text: '', calls: [], usage: { input: 1, cached: 0, output: 1 }, cutShort: false }),
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: null, explanation: 'No.' },
    };
    expect(chatResponseFromMessages(reply, 1).choices[0]).toMatchObject({
      finish_reason: 'content_filter',
      message: { refusal: 'No.' },
    });
  });

  test('cached tokens are told apart in both reports', () => {
    const usage = { input_tokens: 5, output_tokens: 7, cache_read_input_tokens: 100, cache_creation_input_tokens: 20 };
    const chat = chatResponseFromMessages({ content: [], usage }, 1);
    expect(chat.usage).toMatchObject({
      prompt_tokens: 125,
      completion_tokens: 7,
      total_tokens: 132,
      prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 20 },
    });
    expect(
      messagesResponseFromChat({ choices: [{ message: { content: 'x' } }], usage: { ...chat.usage } }).usage,
    ).toMatchObject(usage);
  });

  test('a Messages reply without content is no reply', () => {
    expect(refusal(() => chatResponseFromMessages({ type: 'message' }, 1))).toMatch(/^provider_invalid_reply: /);
  });
});
