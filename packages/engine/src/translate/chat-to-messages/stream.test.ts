import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatChunk, ChatDelta } from '@plimsoll/contract/wire/chat';
import { readText, streamOf } from '../../streams/split-at.fixture.ts';
import { answers, messagesReply, messagesStream, tapes } from '../replies.fixture.ts';
import { dataOf, events, openAiReads, sent, toChat, translated, withUsage } from '../wire.fixture.ts';
import { chatResponseFromMessages } from './response.ts';

const deltasOf = (stream: string): ChatDelta[] =>
  dataOf<ChatChunk>(stream).flatMap((chunk) => chunk.choices.map((choice) => choice.delta));

const stopped = (reason: string): string =>
  events(
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: reason } },
    { type: 'message_stop' },
  );

describe('Anthropic\'s stream for a chat caller', () => {
  test('OpenAI\'s client assembles from the stream what the whole reply translates to', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, async (answer, tape) => {
        const text = await readText(toChat.stream(streamOf([messagesStream(answer, tape)]), withUsage));
        const assembled = sent(await openAiReads(text));
        const whole = sent(chatResponseFromMessages(messagesReply(answer), 1_700_000_000));
        const expected = whole.choices[0];
        expect(assembled).toMatchObject({ id: whole.id, model: 'm', created: whole.created, usage: whole.usage });
        expect(assembled.choices[0]).toMatchObject({
          finish_reason: expected?.finish_reason,
          message: { role: 'assistant', content: expected?.message.content ?? '' },
        });
        expect(assembled.choices[0]?.message.tool_calls).toEqual(expected?.message.tool_calls);
        const deltas = deltasOf(text);
        const reasoning = deltas.map((delta) => delta.reasoning_content ?? '').join('');
        const thinking = deltas.findLast((delta) => delta.thinking_blocks !== undefined)?.thinking_blocks;
        expect(reasoning).toBe(expected?.message.reasoning_content ?? '');
        expect(thinking).toEqual(expected?.message.thinking_blocks);
      }),
      { numRuns: 100 },
    );
  });

  test('the role comes first, the finish reason once and last, usage only where asked, then [DONE]', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, async (answer, tape) => {
        const text = await translated(toChat, messagesStream(answer, tape));
        const roles = deltasOf(text).map((delta) => delta.role);
        expect(roles[0]).toBe('assistant');
        expect(roles.filter((role) => role !== undefined).length).toBe(1);
        const reasons = dataOf<ChatChunk>(text).map((chunk) => chunk.choices[0]?.finish_reason);
        expect(reasons.findIndex((reason) => reason !== null)).toBe(reasons.length - 1);
        expect(text).not.toContain('usage');
        expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
        expect(text.split('[DONE]').length).toBe(2);
      }),
      { numRuns: 100 },
    );
  });

  test('a second message_start changes nothing', async () => {
    const usage = { input_tokens: 1, output_tokens: 0 };
    const start = events({ type: 'message_start', message: { id: 'msg_1', model: 'm', usage } });
    const rest = events({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Hi' } }) + stopped('end_turn');
    const once = await translated(toChat, start + rest);
    expect(once).toContain('"content":"Hi"');
    expect(await translated(toChat, start + start + rest)).toBe(once);
  });

  test('a tool input that comes whole with the block\'s begin is not lost, and not doubled by deltas', async () => {
    const begin = events({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } },
    });
    const delta = events({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } });
    for (const stream of [begin, begin + delta]) {
      const assembled = await openAiReads(await translated(toChat, stream + stopped('tool_use')));
      expect(assembled.choices[0]?.message.tool_calls).toMatchObject([{ id: 't', function: { name: 'f', arguments: '{"a":1}' } }]);
    }
  });

  test('blocks of server tools are passed over without disturbing the numbers of tool calls', async () => {
    const stream = events(
      { type: 'content_block_start', index: 0, content_block: { type: 'server_tool_use', id: 's', name: 'web_search', input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"q":1}' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 't', name: 'f', input: {} } },
      { type: 'content_block_stop', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    );
    const assembled = await openAiReads(await translated(toChat, stream));
    expect(assembled.choices[0]?.message.tool_calls).toMatchObject([{ id: 't', function: { arguments: '{}' } }]);
  });

  test('redacted thinking reaches the caller, who can send it back', async () => {
    const block = { type: 'redacted_thinking', data: 'secret' };
    const stream = events({ type: 'content_block_start', index: 0, content_block: block }) + stopped('end_turn');
    expect(deltasOf(await translated(toChat, stream))).toContainEqual({ thinking_blocks: [block] });
  });

  test('a delta for a block that was never begun is refused, not dropped', async () => {
    const stray = events({ type: 'content_block_delta', index: 3, delta: { type: 'input_json_delta', partial_json: '{' } });
    await expect(translated(toChat, stray)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
  });

  test('an error event becomes an error that OpenAI\'s client throws', async () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const text = await translated(toChat, events({ type: 'message_start', message: { id: 'msg_1' } }, { type: 'error', error }));
    expect(text).not.toContain('[DONE]');
    await expect(openAiReads(text)).rejects.toThrow('Overloaded');
  });
});
