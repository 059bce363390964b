import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { call, refusal, tool, user } from '../requests.fixture.ts';
import { messagesRequestFromChat } from './request.ts';

const fromChat = (body: JsonObject): JsonObject => messagesRequestFromChat({ model: 'm', messages: [user], ...body });

/** A tool call answered, and the model asked to go on thinking. */
const history = (kept: JsonObject): JsonObject => ({
  reasoning_effort: 'low',
  tools: [tool],
  messages: [
    user,
    { role: 'assistant', tool_calls: [call('a')], ...kept },
    { role: 'tool', tool_call_id: 'a', content: 'x' },
  ],
});

describe('a chat request for Anthropic', () => {
  test('instructions go apart, in order, and the rest alternates', () => {
    expect(
      fromChat({
        messages: [
          { role: 'system', content: 'Be brief.' },
          user,
          { role: 'assistant', content: '', tool_calls: [call('a'), call('b', '')] },
          { role: 'tool', tool_call_id: 'a', content: 'rain' },
          { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'sun' }] },
          { role: 'developer', content: 'Be kind.' },
          { role: 'user', content: 'And?' },
        ],
        tools: [tool],
      }),
    ).toEqual({
      model: 'm',
      max_tokens: 4096,
      system: [{ type: 'text', text: 'Be brief.' }, { type: 'text', text: 'Be kind.' }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } },
            { type: 'tool_use', id: 'b', name: 'weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'rain' }] },
            { type: 'tool_result', tool_use_id: 'b', content: [{ type: 'text', text: 'sun' }] },
            { type: 'text', text: 'And?' },
          ],
        },
      ],
      tools: [{ name: 'weather', description: 'd', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }],
    });
  });

  test('images and files become blocks', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
      { type: 'file', file: { file_data: 'JVBERi0xLjQ=' } },
      {
        type: 'file',
        file: { filename: 'a.txt', file_data: `data:text/plain;base64,${Buffer.from('héllo').toString('base64')}` },
      },
      { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
    ];
    expect(fromChat({ messages: [{ role: 'user', content }] }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
          { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }, title: 'a.pdf' },
          { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQ=' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'héllo' }, title: 'a.txt' },
          { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
        ],
      },
    ]);
  });

  test('limits, sampling, stops, user and stream are carried', () => {
    const body = fromChat({
      max_tokens: 7,
      max_completion_tokens: 9,
      temperature: 1.7,
      top_p: 0.5,
      stop: 'END',
      user: 'u',
      stream: true,
      seed: 1,
      top_k: 3,
      logit_bias: {},
    });
    expect(body).toMatchObject({
      max_tokens: 9,
      temperature: 1,
      top_p: 0.5,
      stop_sequences: ['END'],
      metadata: { user_id: 'u' },
      stream: true,
    });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['seed', 'top_k', 'logit_bias', 'stop']));
    expect(fromChat({ temperature: null, top_p: 1, stop: null, max_tokens: null })).toEqual(fromChat({}));
  });

  test('the choice among tools', () => {
    const choice = (tool_choice: JsonObject[string], parallel_tool_calls?: boolean): unknown =>
      fromChat({ tools: [tool], tool_choice, parallel_tool_calls }).tool_choice;
    expect(choice('auto')).toEqual({ type: 'auto' });
    expect(choice('required')).toEqual({ type: 'any' });
    expect(choice('none', false)).toEqual({ type: 'none' });
    const named = choice({ type: 'function', function: { name: 'weather' } }, false);
    expect(named).toEqual({ type: 'tool', name: 'weather', disable_parallel_tool_use: true });
    expect(choice(undefined, false)).toEqual({ type: 'auto', disable_parallel_tool_use: true });
    expect(choice(undefined)).toBeUndefined();
    const narrowed = fromChat({
      tools: [tool, { type: 'function', function: { name: 'other' } }],
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'other' } }] },
      },
    });
    expect(narrowed).toMatchObject({ tools: [{ name: 'other' }], tool_choice: { type: 'any' } });
  });

  test('a history of tool calls without tools declares them, and forbids them', () => {
    const called = { role: 'assistant', tool_calls: [call('a')] };
    const body = fromChat({ messages: [user, called, { role: 'tool', tool_call_id: 'a', content: '' }] });
    expect(body).toMatchObject({ tools: [{ name: 'weather' }], tool_choice: { type: 'none' } });
  });

  test('reasoning effort becomes a budget that never lifts the caller\'s own limit', () => {
    expect(fromChat({ reasoning_effort: 'medium', temperature: 0 })).toMatchObject({
      max_tokens: 8192,
      thinking: { type: 'enabled', budget_tokens: 4096 },
    });
    expect(fromChat({ reasoning_effort: 'medium', temperature: 0 })).not.toHaveProperty('temperature');
    const limited = fromChat({ reasoning_effort: 'high', max_tokens: 10_000 });
    expect(limited).toMatchObject({ max_tokens: 10_000, thinking: { budget_tokens: 5000 } });
    expect(fromChat({ reasoning_effort: 'low', max_tokens: 500 })).toMatchObject({ max_tokens: 500 });
    const forced = { reasoning_effort: 'high', tools: [tool], tool_choice: 'required' };
    for (const body of [{ reasoning_effort: 'low', max_tokens: 500 }, { reasoning_effort: 'none' }, forced]) {
      expect(fromChat(body)).not.toHaveProperty('thinking');
    }
  });

  test('thinking goes on across tool calls only with its signed blocks', () => {
    const thinking = { type: 'thinking', thinking: 'hm', signature: 's' };
    const kept = fromChat(history({ thinking_blocks: [thinking] }));
    expect(kept).toMatchObject({
      thinking: { type: 'enabled' },
      messages: [{}, { content: [thinking, { type: 'tool_use' }] }, {}],
    });
    expect(fromChat(history({ reasoning_content: 'hm' }))).not.toHaveProperty('thinking');
  });

  test('a schema goes into output_config; JSON without one is only asked for', () => {
    const schema = { type: 'object', properties: {} };
    const shaped = fromChat({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } });
    expect(shaped).toMatchObject({ output_config: { format: { type: 'json_schema', schema } } });
    expect(fromChat({ response_format: { type: 'json_object' } }).system).toEqual([
      { type: 'text', text: 'Answer with one valid JSON object and nothing else.' },
    ]);
    expect(fromChat({ response_format: { type: 'text' } })).toEqual(fromChat({}));
  });

  test('ids of other providers are made fit for Anthropic, the same in call and result', () => {
    const body = fromChat({
      messages: [
        user,
        { role: 'assistant', tool_calls: [call('functions.get:0')] },
        { role: 'tool', tool_call_id: 'functions.get:0', content: 'x' },
      ],
    });
    expect(body.messages).toMatchObject([
      {},
      { content: [{ id: 'functions_x2e_get_x3a_0' }] },
      { content: [{ tool_use_id: 'functions_x2e_get_x3a_0' }] },
    ]);
  });

  test('an answer begun by the caller loses its trailing space', () => {
    const { messages } = fromChat({ messages: [user, { role: 'assistant', content: 'Well, ' }] });
    expect(messages).toMatchObject([{}, { content: [{ text: 'Well,' }] }]);
  });

  test.each<[JsonObject, string]>([
    [{ n: 2 }, 'unsupported'],
    [{ logprobs: true }, 'unsupported'],
    [{ modalities: ['text', 'audio'] }, 'unsupported'],
    [{ functions: [{ name: 'f' }] }, 'unsupported'],
    [{ stop: ['\n\n'] }, 'unsupported'],
    [{ tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'unsupported'],
    [
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }] }] },
      'unsupported',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] }, 'unsupported'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }] }] },
      'invalid_request',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'video' }] }] }, 'invalid_request'],
    [{ messages: [{ role: 'system', content: 'x' }] }, 'invalid_request'],
    [{ messages: [user, { role: 'assistant', tool_calls: [call('a', '{"city":')] }] }, 'invalid_request'],
    [{ messages: [user, { role: 'tool', content: 'x' }] }, 'invalid_request'],
  ])('%j is refused as %s', (body, code) => {
    expect(refusal(() => fromChat(body))).toMatch(new RegExp(`^${code}: `));
  });
});
