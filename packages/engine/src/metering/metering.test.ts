import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '@plimsoll/contract/json';
import { SseSplitter } from '../streams/sse.ts';
import { splitAt } from '../streams/split-at.fixture.ts';
import { meterFor, readWhole, type Reading } from './reading.ts';
import { recordedCharacters } from './stream-meter.ts';
import { usageFromChat } from './usage-from-chat.ts';
import { usageFromEmbeddings } from './usage-from-embeddings.ts';
import { usageFromMessages } from './usage-from-messages.ts';

const sse = (...data: readonly (Json | string)[]): Buffer =>
  Buffer.from(data.map((item) => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`).join(''));

const meter = (operation: 'chat' | 'messages', bytes: Uint8Array, cuts: readonly number[] = [], keepCharacters = recordedCharacters): Reading => {
  const splitter = new SseSplitter();
  const stream = meterFor(operation, { keepCharacters });
  for (const chunk of splitAt(bytes, cuts)) splitter.push(chunk).forEach(stream.event);
  splitter.end().forEach(stream.event);
  return stream.read();
};

describe('usage reports', () => {
  test('OpenAI\'s totals include cached, reasoning and audio tokens already', () => {
    expect(
      usageFromChat({
        prompt_tokens: 100,
        completion_tokens: 50,
        total_tokens: 150,
        prompt_tokens_details: { cached_tokens: 40, audio_tokens: 10, cache_write_tokens: 20 },
        completion_tokens_details: { reasoning_tokens: 30, audio_tokens: 5 },
      }),
    ).toEqual({
      input: 100,
      output: 50,
      cachedInput: 40,
      cacheWrite: 20,
      cacheWrite1h: 0,
      reasoning: 30,
      inputAudio: 10,
      outputAudio: 5,
      cachedInputAudio: 0,
      source: 'provider',
    });
  });

  test('Anthropic\'s input leaves the cache out, so its parts are added', () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 7,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      output_tokens_details: { thinking_tokens: 4 },
    };
    expect(usageFromMessages(usage)).toMatchObject({
      input: 140,
      output: 7,
      cachedInput: 100,
      cacheWrite: 30,
      cacheWrite1h: 20,
      reasoning: 4,
    });
  });

  test('reasoning that a provider counts in the total alone is billed as output', () => {
    expect(
      usageFromChat({
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 40,
        completion_tokens_details: { reasoning_tokens: 25 },
      }),
    ).toMatchObject({ output: 30, reasoning: 25 });
    expect(
      usageFromChat({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 40 }),
    ).toMatchObject({ output: 30, reasoning: 25 });
  });

  test('garbled counts read as absent and parts never exceed their totals', () => {
    expect(usageFromChat({ prompt_tokens: -1, completion_tokens: '5' })).toBeNull();
    expect(
      usageFromChat({ prompt_tokens: 5.9, completion_tokens: null, prompt_tokens_details: { cached_tokens: 99 } }),
    ).toMatchObject({ input: 5, output: 0, cachedInput: 5 });
    expect(usageFromMessages({ input_tokens: 1e300, output_tokens: 1 })?.input).toBe(1_000_000_000);
    expect(usageFromEmbeddings({ prompt_tokens: 8, total_tokens: 8 })).toMatchObject({ input: 8, output: 0, source: 'provider' });
    for (const read of [usageFromChat, usageFromMessages, usageFromEmbeddings]) {
      for (const garbage of [null, undefined, 'x', 5, [], {}, { prompt_tokens: Number.NaN, input_tokens: true }]) {
        expect(read(garbage)).toBeNull();
      }
    }
  });
});

const chunk = (delta: Json, finish: string | null = null, index = 0): Json => ({
  choices: [{ index, delta, finish_reason: finish }],
});

describe('chat meter', () => {
  test('reads text, reasoning, tool calls, finish reason and the usage chunk', () => {
    const reading = meter('chat', sse(
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'hmm' }),
      chunk({ content: 'Hé' }),
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{"a"' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }, 'tool_calls'),
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } },
      '[DONE]',
    ));
    expect(reading).toMatchObject({
      finishReason: 'tool_calls',
      text: 'Hé',
      outputCharacters: 13,
      outputBytes: 14,
      complete: true,
      error: null,
    });
    expect(reading.usage).toMatchObject({ input: 3, output: 4, source: 'provider' });
  });

  test('takes the last of cumulative reports and ignores a null after it', () => {
    const reading = meter(
      'chat',
      sse(
        { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } },
        { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9 } },
        { choices: [], usage: null },
      ),
    );
    expect(reading.usage?.output).toBe(9);
  });

  test('is complete only when every choice has finished, or at the terminator', () => {
    const both = [chunk({ content: 'a' }, null, 0), chunk({ content: 'b' }, null, 1), chunk({}, 'stop', 0)];
    expect(meter('chat', sse(...both)).complete).toBe(false);
    expect(meter('chat', sse(...both, chunk({}, 'length', 1)))).toMatchObject({
      complete: true,
      finishReason: 'stop',
      text: 'a\n\nb',
    });
    expect(meter('chat', sse('[DONE]')).complete).toBe(true);
    expect(meter('chat', sse()).complete).toBe(false);
  });

  test('notices an error inside the stream and survives garbage', () => {
    expect(
      meter(
        'chat',
        sse('{', '[]', 'null', { choices: 7 }, { choices: [null, { delta: 5 }] }, { error: { message: 'out of memory' } }),
      ).error,
    ).toBe('out of memory');
  });

  test('keeps at most a mebi of text, none unless asked, and counts all of it', () => {
    const bytes = sse(...Array.from({ length: 5 }, () => chunk({ content: 'x'.repeat(300_000) })));
    expect(meter('chat', bytes)).toMatchObject({ outputCharacters: 1_500_000 });
    expect(meter('chat', bytes).text.length).toBe(recordedCharacters);
    expect(meter('chat', bytes, [], 0)).toMatchObject({ text: '', outputCharacters: 1_500_000 });
  });
});

describe('messages meter', () => {
  const start = {
    type: 'message_start',
    message: {
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 5,
        output_tokens: 1,
        cache_creation: { ephemeral_1h_input_tokens: 2 },
        cache_creation_input_tokens: 2,
      },
    },
  };

  test('reads the prompt from message_start and running totals from message_delta', () => {
    const events = [
      start,
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'long' } },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 't', name: 'go', input: {} } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{}' } },
    ];
    const early = meter('messages', sse(...events));
    expect(early).toMatchObject({ complete: false, text: 'Hello', outputCharacters: 11 });
    expect(early.usage).toMatchObject({ input: 17, cachedInput: 5, cacheWrite1h: 2, output: 1 });
    const whole = meter(
      'messages',
      sse(
        ...events,
        { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 40, input_tokens: null } },
        { type: 'message_stop' },
      ),
    );
    expect(whole).toMatchObject({ complete: true, finishReason: 'tool_use' });
    expect(whole.usage).toMatchObject({ input: 17, output: 40 });
  });

  test('zeros that a gateway sends at either end do not hide the real count', () => {
    const zeros = {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: 9, input_tokens: 0, cache_read_input_tokens: 0 },
    };
    expect(meter('messages', sse(start, zeros)).usage).toMatchObject({ input: 17, cachedInput: 5, output: 9 });
    const late = { type: 'message_delta', delta: {}, usage: { output_tokens: 9, input_tokens: 30 } };
    expect(
      meter('messages', sse({ type: 'message_start', message: { usage: { input_tokens: 0, output_tokens: 0 } } }, late)).usage,
    ).toMatchObject({ input: 30, output: 9 });
  });

  test('notices an error event', () => {
    expect(
      meter('messages', sse(start, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })),
    ).toMatchObject({ error: 'Overloaded', complete: false });
  });
});

test('a meter reads the same however the stream is split, and never throws', () => {
  const anything = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value));
  const likely = fc.constantFrom(
    '[DONE]',
    '{"choices":[{"index":0,"delta":{"content":"é😀"},"finish_reason":null}]}',
    '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"é"}}',
    '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}',
    '{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(anything, likely), { maxLength: 12 }), fc.array(fc.nat(2000)), (data, cuts) => {
      const bytes = sse(...data);
      for (const operation of ['chat', 'messages'] as const) {
        expect(meter(operation, bytes, cuts)).toEqual(meter(operation, bytes));
      }
    }),
    { numRuns: 300 },
  );
});

test('a whole reply reads like the stream of it', () => {
  const chat = readWhole('chat', {
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'Hé',
          reasoning_content: 'hm',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  });
  expect(chat).toMatchObject({ text: 'Hé', outputCharacters: 7, complete: true, finishReason: 'tool_calls', error: null });
  const messages = readWhole(
    'messages',
    {
      type: 'message',
      content: [{ type: 'text', text: 'Hé' }, { type: 'tool_use', id: 'a', name: 'f', input: {} }],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, output_tokens: 2 },
    },
  );
  expect(messages).toMatchObject({ text: 'Hé', outputCharacters: 5, complete: true, finishReason: 'tool_use' });
  expect(readWhole('embeddings', { data: [], usage: { prompt_tokens: 4, total_tokens: 4 } }).usage?.input).toBe(4);
  expect(readWhole('messages', { type: 'error', error: { message: 'no' } }).error).toBe('no');
});
