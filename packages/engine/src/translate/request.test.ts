import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { messagesRequestFromChat } from './chat-to-messages/request.ts';
import { chatResponseFromMessages } from './chat-to-messages/response.ts';
import { chatRequestFromMessages } from './messages-to-chat/request.ts';
import { messagesResponseFromChat } from './messages-to-chat/response.ts';
import { answers, chatReply, messagesReply } from './replies.fixture.ts';

const user = { role: 'user', content: 'Hi' };
const tool = { type: 'function', function: { name: 'weather', description: 'd', parameters: { type: 'object', properties: { city: { type: 'string' } } } } };
const call = (id: string, args = '{"city":"Oslo"}'): JsonObject => ({ id, type: 'function', function: { name: 'weather', arguments: args } });
const fromChat = (body: JsonObject): JsonObject => messagesRequestFromChat({ model: 'm', messages: [user], ...body });
const fromMessages = (body: JsonObject): JsonObject => chatRequestFromMessages({ model: 'm', max_tokens: 100, messages: [user], ...body });
const refusal = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${String(error.code)}: ${error.message}` : String(error);
  }
};

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
        { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } }, { type: 'tool_use', id: 'b', name: 'weather', input: {} }] },
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
      { type: 'file', file: { filename: 'a.txt', file_data: `data:text/plain;base64,${Buffer.from('héllo').toString('base64')}` } },
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
    const body = fromChat({ max_tokens: 7, max_completion_tokens: 9, temperature: 1.7, top_p: 0.5, stop: 'END', user: 'u', stream: true, seed: 1, top_k: 3, logit_bias: {} });
    expect(body).toMatchObject({ max_tokens: 9, temperature: 1, top_p: 0.5, stop_sequences: ['END'], metadata: { user_id: 'u' }, stream: true });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['seed', 'top_k', 'logit_bias', 'stop']));
    expect(fromChat({ temperature: null, top_p: 1, stop: null, max_tokens: null })).toEqual(fromChat({}));
  });

  test('the choice among tools', () => {
    const choice = (tool_choice: JsonObject[string], parallel_tool_calls?: boolean): unknown => fromChat({ tools: [tool], tool_choice, parallel_tool_calls }).tool_choice;
    expect(choice('auto')).toEqual({ type: 'auto' });
    expect(choice('required')).toEqual({ type: 'any' });
    expect(choice('none', false)).toEqual({ type: 'none' });
    expect(choice({ type: 'function', function: { name: 'weather' } }, false)).toEqual({ type: 'tool', name: 'weather', disable_parallel_tool_use: true });
    expect(choice(undefined, false)).toEqual({ type: 'auto', disable_parallel_tool_use: true });
    expect(choice(undefined)).toBeUndefined();
    const narrowed = fromChat({ tools: [tool, { type: 'function', function: { name: 'other' } }], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'other' } }] } } });
    expect(narrowed).toMatchObject({ tools: [{ name: 'other' }], tool_choice: { type: 'any' } });
  });

  test('a history of tool calls without tools declares them, and forbids them', () => {
    expect(fromChat({ messages: [user, { role: 'assistant', tool_calls: [call('a')] }, { role: 'tool', tool_call_id: 'a', content: '' }] })).toMatchObject({
      tools: [{ name: 'weather' }],
      tool_choice: { type: 'none' },
    });
  });

  test('reasoning effort becomes a budget that never lifts the caller\'s own limit', () => {
    expect(fromChat({ reasoning_effort: 'medium', temperature: 0 })).toMatchObject({ max_tokens: 8192, thinking: { type: 'enabled', budget_tokens: 4096 } });
    expect(fromChat({ reasoning_effort: 'medium', temperature: 0 })).not.toHaveProperty('temperature');
    expect(fromChat({ reasoning_effort: 'high', max_tokens: 10_000 })).toMatchObject({ max_tokens: 10_000, thinking: { budget_tokens: 5000 } });
    expect(fromChat({ reasoning_effort: 'low', max_tokens: 500 })).toMatchObject({ max_tokens: 500 });
    for (const body of [{ reasoning_effort: 'low', max_tokens: 500 }, { reasoning_effort: 'none' }, { reasoning_effort: 'high', tools: [tool], tool_choice: 'required' }]) expect(fromChat(body)).not.toHaveProperty('thinking');
  });

  test('thinking goes on across tool calls only with its signed blocks', () => {
    const thinking = { type: 'thinking', thinking: 'hm', signature: 's' };
    const history = (blocks: JsonObject): JsonObject => ({ reasoning_effort: 'low', tools: [tool], messages: [user, { role: 'assistant', tool_calls: [call('a')], ...blocks }, { role: 'tool', tool_call_id: 'a', content: 'x' }] });
    const kept = fromChat(history({ thinking_blocks: [thinking] }));
    expect(kept).toMatchObject({ thinking: { type: 'enabled' }, messages: [{}, { content: [thinking, { type: 'tool_use' }] }, {}] });
    expect(fromChat(history({ reasoning_content: 'hm' }))).not.toHaveProperty('thinking');
  });

  test('a schema goes into output_config; JSON without one is only asked for', () => {
    const schema = { type: 'object', properties: {} };
    expect(fromChat({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } })).toMatchObject({ output_config: { format: { type: 'json_schema', schema } } });
    expect(fromChat({ response_format: { type: 'json_object' } }).system).toEqual([{ type: 'text', text: 'Answer with one valid JSON object and nothing else.' }]);
    expect(fromChat({ response_format: { type: 'text' } })).toEqual(fromChat({}));
  });

  test('ids of other providers are made fit for Anthropic, the same in call and result', () => {
    const body = fromChat({ messages: [user, { role: 'assistant', tool_calls: [call('functions.get:0')] }, { role: 'tool', tool_call_id: 'functions.get:0', content: 'x' }] });
    expect(body.messages).toMatchObject([{}, { content: [{ id: 'functions_x2e_get_x3a_0' }] }, { content: [{ tool_use_id: 'functions_x2e_get_x3a_0' }] }]);
  });

  test('an answer begun by the caller loses its trailing space', () => {
    expect(fromChat({ messages: [user, { role: 'assistant', content: 'Well, ' }] }).messages).toMatchObject([{}, { content: [{ text: 'Well,' }] }]);
  });

  test.each<[JsonObject, string]>([
    [{ n: 2 }, 'unsupported'],
    [{ logprobs: true }, 'unsupported'],
    [{ modalities: ['text', 'audio'] }, 'unsupported'],
    [{ functions: [{ name: 'f' }] }, 'unsupported'],
    [{ stop: ['\n\n'] }, 'unsupported'],
    [{ tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'unsupported'],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }] }] }, 'unsupported'],
    [{ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] }, 'unsupported'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }] }] }, 'invalid_request'],
    [{ messages: [{ role: 'user', content: [{ type: 'video' }] }] }, 'invalid_request'],
    [{ messages: [{ role: 'system', content: 'x' }] }, 'invalid_request'],
    [{ messages: [user, { role: 'assistant', tool_calls: [call('a', '{"city":')] }] }, 'invalid_request'],
    [{ messages: [user, { role: 'tool', content: 'x' }] }, 'invalid_request'],
  ])('%j is refused as %s', (body, code) => {
    expect(refusal(() => fromChat(body))).toMatch(new RegExp(`^${code}: `));
  });
});

describe('a Messages request for an OpenAI-compatible provider', () => {
  test('tool results become messages before what the user says, and texts become strings', () => {
    expect(
      fromMessages({
        system: [{ type: 'text', text: 'Be brief.' }, { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }],
        messages: [
          user,
          { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: 's' }, { type: 'text', text: 'Let me see.' }, { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } }] },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'no such city' }], is_error: true }, { type: 'text', text: 'And?' }] },
        ],
      }),
    ).toEqual({
      model: 'm',
      max_completion_tokens: 100,
      messages: [
        { role: 'system', content: 'Be brief.\n\nBe kind.' },
        user,
        { role: 'assistant', content: 'Let me see.', tool_calls: [call('a')] },
        { role: 'tool', tool_call_id: 'a', content: 'Error: no such city' },
        { role: 'user', content: 'And?' },
      ],
    });
  });

  test('images and documents become parts, and what a tool returned besides text follows its result', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
    const body = fromMessages({
      messages: [
        { role: 'user', content: [image, { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' }, title: 'a.pdf' }, { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'text' } }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'look', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [image] }] },
      ],
    });
    const url = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    expect(body.messages).toEqual([
      { role: 'user', content: [url, { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } }, { type: 'text', text: 'text' }] },
      { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'look', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'a', content: 'What it returned is attached to the next message.' },
      { role: 'user', content: [{ type: 'text', text: 'Returned by tool call a:' }, url] },
    ]);
  });

  test('tools, choice, sampling, stops, user, thinking, format and stream are carried', () => {
    const schema = { type: 'object' };
    expect(
      fromMessages({
        tools: [{ name: 'weather', description: 'd', input_schema: schema }],
        tool_choice: { type: 'any', disable_parallel_tool_use: true },
        temperature: 0.5,
        top_p: 0.9,
        top_k: 5,
        stop_sequences: ['END'],
        metadata: { user_id: 'u' },
        thinking: { type: 'enabled', budget_tokens: 5000 },
        output_config: { format: { type: 'json_schema', schema } },
        stream: true,
      }),
    ).toEqual({
      model: 'm',
      max_completion_tokens: 100,
      messages: [user],
      tools: [{ type: 'function', function: { name: 'weather', description: 'd', parameters: schema } }],
      tool_choice: 'required',
      parallel_tool_calls: false,
      temperature: 0.5,
      top_p: 0.9,
      stop: ['END'],
      user: 'u',
      reasoning_effort: 'medium',
      response_format: { type: 'json_schema', json_schema: { name: 'response', schema } },
      stream: true,
      stream_options: { include_usage: true },
    });
    const choices = [{ type: 'auto' }, { type: 'none' }, { type: 'tool', name: 'weather' }].map((tool_choice) => fromMessages({ tools: [{ name: 'weather', input_schema: schema }], tool_choice }).tool_choice);
    expect(choices).toEqual(['auto', 'none', { type: 'function', function: { name: 'weather' } }]);
  });

  test.each<[JsonObject, string]>([
    [{ tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 'unsupported'],
    [{ mcp_servers: [{ url: 'https://example.com' }] }, 'unsupported'],
    [{ messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'url', url: 'https://example.com' } }] }] }, 'unsupported'],
    [{ messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }] }, 'unsupported'],
    [{ messages: [{ role: 'assistant', content: [{ type: 'server_tool_use', id: 'x', name: 'web_search', input: {} }] }] }, 'unsupported'],
    [{ messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] }, 'invalid_request'],
    [{ messages: [{ role: 'user', content: [5] }] }, 'invalid_request'],
  ])('%j is refused as %s', (body, code) => {
    expect(refusal(() => fromMessages(body))).toMatch(new RegExp(`^${code}: `));
  });
});

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
          else messages.push({ role: 'assistant', content: said, ...(calls.length === 0 ? {} : { tool_calls: calls.map(({ city }, index) => call(`t${turn}-${index}`, JSON.stringify({ city }))) }) });
          for (const [index, { result }] of calls.entries()) messages.push({ role: 'tool', tool_call_id: `t${turn}-${index}`, content: result });
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
        const chat = JSON.parse(JSON.stringify(chatReply(answer)));
        const back = JSON.parse(JSON.stringify(chatResponseFromMessages(messagesResponseFromChat(chat), 1)));
        expect(back.choices[0].message.tool_calls).toEqual(chat.choices[0].message.tool_calls);
        expect(back.choices[0].message.content ?? '').toBe(chat.choices[0].message.content ?? '');
        expect(back.choices[0].message.reasoning_content).toBe(chat.choices[0].message.reasoning_content);
        expect(back.choices[0].finish_reason).toBe(chat.choices[0].finish_reason);
        expect(back.id).toBe(chat.id);
        expect(back.usage).toMatchObject(chat.usage);
      }),
    );
  });
});

describe('replies', () => {
  test('a chat reply with arguments that are not JSON is refused, not repaired', () => {
    const reply = { choices: [{ message: { tool_calls: [call('a', '{"city":')] }, finish_reason: 'length' }] };
    expect(refusal(() => messagesResponseFromChat(reply))).toMatch(/^provider_invalid_reply: /);
    for (const body of [{}, { choices: [] }, { choices: [{}] }, { choices: [{ message: { tool_calls: [{ id: 'a' }] } }] }]) expect(refusal(() => messagesResponseFromChat(body))).toMatch(/^provider_invalid_reply: /);
  });

  test('a refusal reads as one on both sides', () => {
    expect(messagesResponseFromChat({ id: 'x', choices: [{ message: { content: null, refusal: 'No.' }, finish_reason: 'stop' }] })).toMatchObject({ id: 'msg_x', content: [{ type: 'text', text: 'No.' }], stop_reason: 'refusal' });
    const reply = { ...messagesReply({ reasoning: '', text: '', calls: [], usage: { input: 1, cached: 0, output: 1 }, cutShort: false }), stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: 'No.' } };
    expect(chatResponseFromMessages(reply, 1).choices[0]).toMatchObject({ finish_reason: 'content_filter', message: { refusal: 'No.' } });
  });

  test('cached tokens are told apart in both reports', () => {
    const usage = { input_tokens: 5, output_tokens: 7, cache_read_input_tokens: 100, cache_creation_input_tokens: 20 };
    const chat = chatResponseFromMessages({ content: [], usage }, 1);
    expect(chat.usage).toMatchObject({ prompt_tokens: 125, completion_tokens: 7, total_tokens: 132, prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 20 } });
    expect(messagesResponseFromChat({ choices: [{ message: { content: 'x' } }], usage: { ...chat.usage } }).usage).toMatchObject(usage);
  });

  test('a Messages reply without content is no reply', () => {
    expect(refusal(() => chatResponseFromMessages({ type: 'message' }, 1))).toMatch(/^provider_invalid_reply: /);
  });
});
