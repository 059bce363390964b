import Anthropic from '@anthropic-ai/sdk';
import * as fc from 'fast-check';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Operation } from '@plimsoll/contract/operation';
import { meterFor } from '../metering/reading.ts';
import { SseSplitter } from '../streams/sse.ts';
import { readText, splitAt, streamOf } from '../streams/split-at.fixture.ts';
import { answers, chatReply, chatStream, messagesReply, messagesStream, tapes } from './replies.fixture.ts';
import { translationBetween, type Translation } from './translation.ts';

const between = (caller: Operation, provider: Operation): Translation => {
  const translation = translationBetween(caller, provider, () => 1_700_000_000_000);
  if (translation === null) throw new Error('no translation');
  return translation;
};
const toChat = between('chat', 'messages');
const toMessages = between('messages', 'chat');
const withUsage = { stream: true, stream_options: { include_usage: true } };

const eventStream = (body: string): Response => new Response(body, { headers: { 'content-type': 'text/event-stream' } });

/** What OpenAI's own client makes of a chat stream. */
const openAiReads = (stream: string): Promise<OpenAI.ChatCompletion> =>
  new OpenAI({ apiKey: 'k', fetch: async () => eventStream(stream) }).chat.completions
    .stream({ model: 'm', messages: [{ role: 'user', content: 'x' }], stream_options: { include_usage: true } })
    .finalChatCompletion();

/** What Anthropic's own client makes of a Messages stream. */
const anthropicReads = (stream: string): Promise<Anthropic.Message> =>
  new Anthropic({ apiKey: 'k', fetch: async () => eventStream(stream) }).messages
    .stream({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'x' }] })
    .finalMessage();

describe('Anthropic\'s stream for a chat caller', () => {
  test('OpenAI\'s client assembles from the stream what the whole reply translates to', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, async (answer, tape) => {
        const text = await readText(toChat.stream(streamOf([messagesStream(answer, tape)]), withUsage));
        const assembled = await openAiReads(text);
        const whole = JSON.parse(JSON.stringify(toChat.response(messagesReply(answer))));
        expect(assembled).toMatchObject({ id: whole.id, model: 'm', created: whole.created, usage: whole.usage });
        const [got, expected] = [assembled.choices[0], whole.choices[0]];
        expect(got?.finish_reason).toBe(expected.finish_reason);
        expect(got?.message.content).toBe(expected.message.content ?? '');
        const calls = (got?.message.tool_calls ?? []).map(({ id, type, ...call }) => ({ id, type, function: 'function' in call ? { name: call.function.name, arguments: call.function.arguments } : null }));
        expect(calls).toEqual(expected.message.tool_calls ?? []);
        const deltas = dataOf(text).flatMap((chunk) => chunk.choices.map((choice: { delta: Record<string, unknown> }) => choice.delta));
        expect(deltas.map((delta) => delta.reasoning_content ?? '').join('')).toBe(expected.message.reasoning_content ?? '');
        expect(deltas.findLast((delta) => delta.thinking_blocks !== undefined)?.thinking_blocks).toEqual(expected.message.thinking_blocks);
      }),
      { numRuns: 100 },
    );
  });

  test('the role comes first, the finish reason once and last, usage only where asked, then [DONE]', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, async (answer, tape) => {
        const text = await readText(toChat.stream(streamOf([messagesStream(answer, tape)]), { stream: true }));
        const chunks = dataOf(text);
        expect(chunks[0].choices[0].delta.role).toBe('assistant');
        expect(chunks.filter((chunk) => chunk.choices[0].delta.role !== undefined).length).toBe(1);
        expect(chunks.findIndex((chunk) => chunk.choices[0].finish_reason !== null)).toBe(chunks.length - 1);
        expect(text.includes('usage')).toBe(false);
        expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
        expect(text.split('[DONE]').length).toBe(2);
      }),
      { numRuns: 100 },
    );
  });

  test('a second message_start changes nothing', async () => {
    const start = event({ type: 'message_start', message: { id: 'msg_1', model: 'm', usage: { input_tokens: 1, output_tokens: 0 } } });
    const rest = event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Hi' } }) + event({ type: 'content_block_stop', index: 0 }) + event({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }) + event({ type: 'message_stop' });
    const once = await readText(toChat.stream(streamOf([Buffer.from(start + rest)]), {}));
    const twice = await readText(toChat.stream(streamOf([Buffer.from(start + start + rest)]), {}));
    expect(twice).toBe(once);
    expect(once).toContain('"content":"Hi"');
  });

  test('a tool input that comes whole with the block\'s begin is not lost, and not doubled by deltas', async () => {
    const begin = event({ type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } } });
    const end = event({ type: 'content_block_stop', index: 0 }) + event({ type: 'message_delta', delta: { stop_reason: 'tool_use' } }) + event({ type: 'message_stop' });
    const delta = event({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } });
    for (const stream of [begin + end, begin + delta + end]) {
      const assembled = await openAiReads(await readText(toChat.stream(streamOf([Buffer.from(stream)]), {})));
      expect(assembled.choices[0]?.message.tool_calls).toMatchObject([{ id: 't', function: { name: 'f', arguments: '{"a":1}' } }]);
    }
  });

  test('blocks of server tools are passed over without disturbing the numbers of tool calls', async () => {
    const stream =
      event({ type: 'content_block_start', index: 0, content_block: { type: 'server_tool_use', id: 's', name: 'web_search', input: {} } }) +
      event({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"q":1}' } }) +
      event({ type: 'content_block_stop', index: 0 }) +
      event({ type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 't', name: 'f', input: {} } }) +
      event({ type: 'content_block_stop', index: 1 }) +
      event({ type: 'message_delta', delta: { stop_reason: 'tool_use' } }) +
      event({ type: 'message_stop' });
    const assembled = await openAiReads(await readText(toChat.stream(streamOf([Buffer.from(stream)]), {})));
    expect(assembled.choices[0]?.message.tool_calls).toMatchObject([{ id: 't', function: { arguments: '{}' } }]);
  });

  test('an error event becomes an error that OpenAI\'s client throws', async () => {
    const stream = event({ type: 'message_start', message: { id: 'msg_1' } }) + event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    const text = await readText(toChat.stream(streamOf([Buffer.from(stream)]), {}));
    expect(text).not.toContain('[DONE]');
    await expect(openAiReads(text)).rejects.toThrow('Overloaded');
  });
});

describe('a chat stream for a Messages caller', () => {
  test('Anthropic\'s client assembles from the stream what the whole reply translates to, calls interleaved or not', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, fc.boolean(), async (answer, tape, interleave) => {
        const text = await readText(toMessages.stream(streamOf([chatStream(answer, tape, interleave)]), {}));
        const assembled = JSON.parse(JSON.stringify(await anthropicReads(text)));
        // The client's own additions.
        const { stop_details: _details, parsed_output: _parsed, ...message } = assembled;
        expect(message).toEqual(JSON.parse(JSON.stringify(toMessages.response(chatReply(answer)))));
      }),
      { numRuns: 150 },
    );
  });

  test('there is one message_start, blocks open and close in order, and one message_delta before message_stop', async () => {
    await fc.assert(
      fc.asyncProperty(answers, tapes, async (answer, tape) => {
        const events = dataOf(await readText(toMessages.stream(streamOf([chatStream(answer, tape, true)]), {})));
        let open: number | null = null;
        let blocks = 0;
        const types = events.map((item) => {
          if (item.type === 'content_block_start') {
            expect([open, item.index]).toEqual([null, blocks]);
            open = blocks;
            blocks += 1;
          } else if (item.type.startsWith('content_block')) {
            expect(item.index).toBe(open);
            if (item.type === 'content_block_stop') open = null;
          }
          return item.type;
        });
        expect(open).toBeNull();
        expect(types[0]).toBe('message_start');
        expect(types.filter((type) => type === 'message_start').length).toBe(1);
        expect(types.slice(-2)).toEqual(['message_delta', 'message_stop']);
        expect(types.filter((type) => type === 'message_delta').length).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  const chunk = (delta: object, finish: string | null = null): string => data({ id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] });
  const call = (index: number | undefined, args: string, id?: string, name?: string): string => chunk({ tool_calls: [{ index, id, function: { name, arguments: args } }] });
  const toolUses = async (...chunks: string[]): Promise<unknown> => {
    const text = await readText(toMessages.stream(streamOf(chunks.map((item) => Buffer.from(item))), {}));
    const message = await anthropicReads(text);
    return message.content.flatMap((block) => (block.type === 'tool_use' ? [[block.id, block.name, block.input]] : []));
  };
  const end = `${chunk({}, 'tool_calls')}data: [DONE]\n\n`;

  test('no argument is lost or doubled when two calls alternate piece by piece', async () => {
    const calls = await toolUses(call(0, '', 'a', 'f'), call(0, '{"x'), call(1, '{"y"', 'b', 'g'), call(0, '":1'), call(1, ':2}'), call(0, '}'), end);
    expect(calls).toEqual([['a', 'f', { x: 1 }], ['b', 'g', { y: 2 }]]);
  });

  test('a second call streams as it comes once the first is whole', async () => {
    const source = [call(0, '{}', 'a', 'f'), call(1, '{"y"', 'b', 'g'), call(1, ':2}')];
    const out: string[] = [];
    for await (const piece of toMessages.stream(streamOf([...source, end].map((item) => Buffer.from(item))), {})) out.push(Buffer.from(piece).toString());
    expect(out.length).toBe(4);
    expect(out[1]).toContain('content_block_stop');
    expect(out[1]).toContain('"partial_json":"{\\"y\\""');
    expect(out[2]).toContain('"partial_json":":2}"');
  });

  test('servers that give every call the number 0, no number, no id, or repeat the name are understood', async () => {
    const expected = [['a', 'f', { x: 1 }], ['b', 'g', {}]];
    expect(await toolUses(call(0, '{"x":1}', 'a', 'f'), call(0, '{}', 'b', 'g'), end)).toEqual(expected);
    expect(await toolUses(call(undefined, '{"x":1}', 'a', 'f'), call(undefined, '{}', 'b', 'g'), end)).toEqual(expected);
    expect(await toolUses(call(0, '{"x"', 'a', 'f'), call(0, ':1}', 'a', 'f'), call(1, '', 'b', 'g'), end)).toEqual(expected);
    expect(await toolUses(call(0, '{"x":1}', undefined, 'f'), end)).toEqual([['toolu_1_0', 'f', { x: 1 }]]);
    expect(await toolUses(call(0, '{"x":1}', 'a'), call(0, '', undefined, 'f'), end)).toEqual([['a', 'f', { x: 1 }]]);
  });

  test('text after a tool call opens a block of its own, and stop with tool calls reads as tool_use', async () => {
    const text = await readText(toMessages.stream(streamOf([Buffer.from(call(0, '{}', 'a', 'f') + chunk({ content: 'done' }) + chunk({}, 'stop'))]), {}));
    const message = await anthropicReads(text);
    expect(message).toMatchObject({ stop_reason: 'tool_use', content: [{ type: 'tool_use', input: {} }, { type: 'text', text: 'done' }] });
  });

  test('a call without a name and arguments after the end of a call are refused, not guessed at', async () => {
    await expect(toolUses(call(0, '{}', 'a'), end)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
    await expect(toolUses(call(0, '{}', 'a', 'f'), chunk({ content: 'x' }), call(0, '{"late":1}'), end)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
  });

  test('an error chunk becomes an error event that Anthropic\'s client throws', async () => {
    const text = await readText(toMessages.stream(streamOf([Buffer.from(chunk({ content: 'Hi' }) + data({ error: { message: 'out of memory', type: 'server_error' } }))]), {}));
    expect(text).toContain('event: error\n');
    expect(text).not.toContain('message_stop');
    await expect(anthropicReads(text)).rejects.toThrow('out of memory');
  });
});

describe('both ways', () => {
  const both = [
    { name: 'chat', translation: toChat, make: (answer: Parameters<typeof messagesStream>[0], tape: readonly number[]) => messagesStream(answer, tape), provider: 'messages', caller: 'chat' },
    { name: 'messages', translation: toMessages, make: (answer: Parameters<typeof chatStream>[0], tape: readonly number[]) => chatStream(answer, tape, true), provider: 'chat', caller: 'messages' },
  ] as const;

  for (const { name, translation, make, provider, caller } of both) {
    test(`any split of the provider's bytes gives the same ${name} bytes`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, tapes, fc.array(fc.nat(5000), { maxLength: 20 }), async (answer, tape, cuts) => {
          const bytes = make(answer, tape);
          const whole = await readText(translation.stream(streamOf([bytes]), withUsage));
          expect(await readText(translation.stream(streamOf(splitAt(bytes, cuts)), withUsage))).toBe(whole);
        }),
        { numRuns: 150 },
      );
    });

    test(`a stream that breaks off gives a part of the whole ${name} stream and then provider_closed`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, tapes, fc.nat(5000), async (answer, tape, at) => {
          const bytes = make(answer, tape);
          const whole = await readText(translation.stream(streamOf([bytes]), withUsage));
          const pieces: Uint8Array[] = [];
          const broken = streamOf([bytes.subarray(0, at % bytes.length)]);
          try {
            for await (const piece of translation.stream(broken, withUsage)) pieces.push(piece);
          } catch (error) {
            expect(error).toMatchObject({ name: 'PlimsollError', code: 'provider_closed' });
            expect(whole.startsWith(Buffer.concat(pieces).toString())).toBe(true);
            return;
          }
          // Nothing but the terminator or the usage chunk was missing.
          expect(bytes.subarray(0, at % bytes.length).toString()).toMatch(/"(?:stop|finish)_reason":"/);
          expect(Buffer.concat(pieces).toString()).toMatch(/\[DONE\]|message_stop/);
        }),
        { numRuns: 150 },
      );
    });

    test(`a meter reads the same from the provider's stream and from the ${name} stream made of it`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, tapes, async (answer, tape) => {
          const bytes = make(answer, tape);
          const text = await readText(translation.stream(streamOf([bytes]), withUsage));
          const read = (operation: 'chat' | 'messages', stream: Uint8Array): object => {
            const meter = meterFor(operation);
            const splitter = new SseSplitter();
            splitter.push(stream).forEach(meter.event);
            const { usage, text: kept, complete, error } = meter.read();
            return { usage, text: kept, complete, error };
          };
          // Halves of a character that stood in two deltas cannot be told from the character.
          expect(read(caller, Buffer.from(text))).toEqual(read(provider, bytes));
        }),
        { numRuns: 150 },
      );
    });

    test(`each event is passed on as ${name} before the next is asked for`, async () => {
      const answer = { reasoning: 'abc', text: 'def', calls: [{ id: 'call_0', name: 'f', input: { a: 1 } }], usage: { input: 1, cached: 0, output: 1 }, cutShort: false };
      const events = new SseSplitter().push(make(answer, [0]));
      let given = 0;
      async function* source(): AsyncGenerator<Uint8Array> {
        for (const { bytes } of events) {
          given += 1;
          yield bytes;
        }
      }
      const seenAt: number[] = [];
      for await (const _ of translation.stream(source(), withUsage)) seenAt.push(given);
      expect(new Set(seenAt).size).toBe(seenAt.length);
      expect(seenAt.length).toBeGreaterThan(8);
    });

    test(`a ${name} caller who leaves stops the source`, async () => {
      let stopped = false;
      async function* endless(): AsyncGenerator<Uint8Array> {
        try {
          yield make({ reasoning: '', text: 'abcdef', calls: [], usage: { input: 1, cached: 0, output: 1 }, cutShort: false }, [0]).subarray(0, 700);
          for (;;) yield Buffer.from(': wait\n\n');
        } finally {
          stopped = true;
        }
      }
      for await (const _ of translation.stream(endless(), {})) break;
      expect(stopped).toBe(true);
    });
  }

  test('what follows the terminator is not passed on, and an endless rest is not read for ever', async () => {
    const bytes = messagesStream({ reasoning: '', text: 'x', calls: [], usage: { input: 1, cached: 0, output: 1 }, cutShort: false }, [0]);
    let kibibytes = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytes;
      for (; kibibytes < 10_000; kibibytes += 1) yield Buffer.alloc(1024, ' ');
    }
    const text = await readText(toChat.stream(source(), {}));
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(kibibytes).toBeLessThan(100);
  });

  test('an event that makes no sense does not take those before it in the same chunk along', async () => {
    for (const [translation, good] of [[toChat, event({ type: 'message_start', message: { id: 'msg_1' } })], [toMessages, data({ id: 'chatcmpl-1', choices: [] })]] as const) {
      const pieces: Uint8Array[] = [];
      const reading = (async () => {
        for await (const piece of translation.stream(streamOf([Buffer.from(`${good}data: <html>\n\n`)]), {})) pieces.push(piece);
      })();
      await expect(reading).rejects.toMatchObject({ code: 'provider_invalid_reply' });
      expect(Buffer.concat(pieces).toString()).toMatch(/"role":"assistant"/);
    }
  });

  test('a source that throws lets what came before through', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(event({ type: 'message_start', message: { id: 'msg_1' } }));
      throw new PlimsollError('provider_timeout');
    }
    const pieces: Uint8Array[] = [];
    const reading = (async () => {
      for await (const piece of toChat.stream(source(), {})) pieces.push(piece);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'provider_timeout' });
    expect(Buffer.concat(pieces).toString()).toContain('"role":"assistant"');
  });

  test('only chat and messages translate, and only into one another', () => {
    expect(translationBetween('chat', 'chat')).toBeNull();
    expect(translationBetween('messages', 'messages')).toBeNull();
    expect(translationBetween('embeddings', 'chat')).toBeNull();
    expect(translationBetween('chat', 'embeddings')).toBeNull();
  });
});

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
function event(value: { type: string; [member: string]: unknown }): string {
  return `event: ${value.type}\n${data(value)}`;
}
/** Parsed data of all events but the terminator. Untyped on purpose: the tests look into it. */
function dataOf(text: string): ReturnType<typeof JSON.parse>[] {
  return new SseSplitter()
    .push(Buffer.from(text))
    .filter((item) => item.data !== '' && item.data !== '[DONE]')
    .map((item) => JSON.parse(item.data));
}
