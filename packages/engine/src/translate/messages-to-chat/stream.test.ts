import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessagesEvent } from '@plimsoll/contract/wire/messages';
import { streamOf } from '../../streams/split-at.fixture.ts';
import { answers, chatReply, chatStream, tapes } from '../replies.fixture.ts';
import { anthropicReads, data, dataOf, sent, toMessages, translated } from '../wire.fixture.ts';

const chunk = (delta: object, finish: string | null = null): string =>
  data({ id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] });

const call = (index: number | undefined, args: string, id?: string, name?: string): string =>
  chunk({ tool_calls: [{ index, id, function: { name, arguments: args } }] });

const end = `${chunk({}, 'tool_calls')}data: [DONE]\n\n`;

/** Id, name and input of each call that Anthropic's client reads. */
const toolUses = async (...chunks: string[]): Promise<unknown> => {
  const message = await anthropicReads(await translated(toMessages, ...chunks));
  return message.content.flatMap((block) => (block.type === 'tool_use' ? [[block.id, block.name, block.input]] : []));
};

describe('a chat stream for a Messages caller', () => {
  test('Anthropic\'s client assembles from the stream what the whole reply translates to, calls interleaved or not', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, fc.boolean(), async (answer, tape, interleave) => {
        const assembled = await anthropicReads(await translated(toMessages, chatStream(answer, tape, interleave)));
        // The client's own addition.
        const { parsed_output: _parsed, ...message } = sent({ parsed_output: null, ...assembled });
        expect(message).toEqual(sent(toMessages.response(chatReply(answer))));
      }),
      { numRuns: 150 },
    );
  });

  test('there is one message_start, blocks open and close in order, and one message_delta before message_stop', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, async (answer, tape) => {
        const seen = dataOf<MessagesEvent>(await translated(toMessages, chatStream(answer, tape, true)));
        let open: number | null = null;
        let blocks = 0;
        for (const event of seen) {
          if (event.type === 'content_block_start') {
            expect([open, event.index]).toEqual([null, blocks]);
            open = blocks;
            blocks += 1;
          } else if (event.type === 'content_block_delta' || event.type === 'content_block_stop') {
            expect(event.index).toBe(open);
            if (event.type === 'content_block_stop') open = null;
          }
        }
        expect(open).toBeNull();
        const types = seen.map((event) => event.type);
        expect(types[0]).toBe('message_start');
        expect(types.filter((type) => type === 'message_start').length).toBe(1);
        expect(types.slice(-2)).toEqual(['message_delta', 'message_stop']);
        expect(types.filter((type) => type === 'message_delta').length).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  test('no argument is lost or doubled when two calls alternate piece by piece', async () => {
    const first = ['', '{"x', '":1', '}'].map((piece, index) => (index === 0 ? call(0, piece, 'a', 'f') : call(0, piece)));
    const second = [call(1, '{"y"', 'b', 'g'), call(1, ':2}')];
    const [begin = '', ...rest] = first;
    const alternating = [begin, rest[0] ?? '', second[0] ?? '', rest[1] ?? '', second[1] ?? '', rest[2] ?? ''];
    expect(await toolUses(...alternating, end)).toEqual([
      ['a', 'f', { x: 1 }],
      ['b', 'g', { y: 2 }],
    ]);
  });

  test('a second call streams as it comes once the first is whole', async () => {
    const source = [call(0, '{}', 'a', 'f'), call(1, '{"y"', 'b', 'g'), call(1, ':2}'), end];
    const out: string[] = [];
    for await (const piece of toMessages.stream(streamOf(source.map((item) => Buffer.from(item))), {})) {
      out.push(Buffer.from(piece).toString());
    }
    expect(out.length).toBe(4);
    expect(out[1]).toContain('content_block_stop');
    expect(out[1]).toContain('"partial_json":"{\\"y\\""');
    expect(out[2]).toContain('"partial_json":":2}"');
  });

  test('servers that give every call the number 0, no number, no id, or repeat the name are understood', async () => {
    const expected = [
      ['a', 'f', { x: 1 }],
      ['b', 'g', {}],
    ];
    expect(await toolUses(call(0, '{"x":1}', 'a', 'f'), call(0, '{}', 'b', 'g'), end)).toEqual(expected);
    expect(await toolUses(call(undefined, '{"x":1}', 'a', 'f'), call(undefined, '{}', 'b', 'g'), end)).toEqual(expected);
    expect(await toolUses(call(0, '{"x"', 'a', 'f'), call(0, ':1}', 'a', 'f'), call(1, '', 'b', 'g'), end)).toEqual(expected);
    expect(await toolUses(call(0, '{"x":1}', undefined, 'f'), end)).toEqual([['toolu_1_0', 'f', { x: 1 }]]);
    expect(await toolUses(call(0, '{"x":1}', 'a'), call(0, '', undefined, 'f'), end)).toEqual([['a', 'f', { x: 1 }]]);
  });

  test('text after a tool call opens a block of its own, and stop with tool calls reads as tool_use', async () => {
    const text = await translated(toMessages, call(0, '{}', 'a', 'f') + chunk({ content: 'done' }) + chunk({}, 'stop'));
    expect(await anthropicReads(text)).toMatchObject({
      stop_reason: 'tool_use',
      content: [
        { type: 'tool_use', input: {} },
        { type: 'text', text: 'done' },
      ],
    });
  });

  test('a call without a name and arguments after the end of a call are refused, not guessed at', async () => {
    const late = [call(0, '{}', 'a', 'f'), chunk({ content: 'x' }), call(0, '{"late":1}'), end];
    await expect(toolUses(call(0, '{}', 'a'), end)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
    await expect(toolUses(...late)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
  });

  test('a call that never becomes whole holds the next one back only up to a limit', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const pieces = Array.from({ length: 17 }, () => call(1, megabyte));
    const source = [call(0, '{"open', 'a', 'f'), call(1, '{"', 'b', 'g'), ...pieces];
    await expect(translated(toMessages, ...source)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
  });

  test('an error chunk becomes an error event that Anthropic\'s client throws', async () => {
    const error = { message: 'out of memory', type: 'server_error' };
    const text = await translated(toMessages, chunk({ content: 'Hi' }) + data({ error }));
    expect(text).toContain('event: error\n');
    expect(text).not.toContain('message_stop');
    await expect(anthropicReads(text)).rejects.toThrow('out of memory');
  });
});
