import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { call, refusal, user } from '../requests.fixture.ts';
import { chatRequestFromMessages } from './request.ts';

const fromMessages = (body: JsonObject): JsonObject =>
  chatRequestFromMessages({ model: 'm', max_tokens: 100, messages: [user], ...body });

describe('a Messages request for an OpenAI-compatible provider', () => {
  test('tool results become messages before what the user says, and texts become strings', () => {
    expect(
      fromMessages({
        system: [{ type: 'text', text: 'Be brief.' }, { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }],
        messages: [
          user,
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'hm', signature: 's' },
              { type: 'text', text: 'Let me see.' },
              { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'no such city' }], is_error: true },
              { type: 'text', text: 'And?' },
            ],
          },
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
        {
          role: 'user',
          content: [
            image,
            { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' }, title: 'a.pdf' },
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'text' } },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'look', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [image] }] },
      ],
    });
    const url = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          url,
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
          { type: 'text', text: 'text' },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
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
    const choices = [{ type: 'auto' }, { type: 'none' }, { type: 'tool', name: 'weather' }].map(
      (tool_choice) => fromMessages({ tools: [{ name: 'weather', input_schema: schema }], tool_choice }).tool_choice,
    );
    expect(choices).toEqual(['auto', 'none', { type: 'function', function: { name: 'weather' } }]);
  });

  test.each<[JsonObject, string]>([
    [{ tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 'unsupported'],
    [{ mcp_servers: [{ url: 'https://example.com' }] }, 'unsupported'],
    [
      { messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'url', url: 'https://example.com' } }] }] },
      'unsupported',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }] }, 'unsupported'],
    [
      { messages: [{ role: 'assistant', content: [{ type: 'server_tool_use', id: 'x', name: 'web_search', input: {} }] }] },
      'unsupported',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] }, 'invalid_request'],
    [{ messages: [{ role: 'user', content: [5] }] }, 'invalid_request'],
  ])('%j is refused as %s', (body, code) => {
    expect(refusal(() => fromMessages(body))).toMatch(new RegExp(`^${code}: `));
  });
});
