import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { expect, test } from 'vitest';
import { readChatJob } from './chat-job.ts';

const messages = [{ role: 'user', content: 'Hi' }];
const read = (members: JsonObject) => readChatJob({ model: 'm', messages, ...members });
const codeOf = (members: JsonObject): string | null => {
  try {
    read(members);
    return null;
  } catch (error) {
    return error instanceof PlimsollError ? error.code : String(error);
  }
};
const tool = { type: 'function', function: { name: 'look_up', parameters: { type: 'object', properties: { city: { type: 'string' } } } } };

test('a plain request takes the likeliest tokens until the model ends', () => {
  expect(read({})).toMatchObject({ temperature: 0, topP: 1, maxTokens: null, stops: [], topLogprobs: null, shape: { kind: 'text' } });
});

test('each of several answers has a seed of its own, the same for the same request', () => {
  expect(read({ n: 3, seed: 7 }).seeds).toEqual([7, 8, 9]);
  expect(new Set(read({ n: 3 }).seeds).size).toBe(3);
});

test.each<[string, JsonObject]>([
  ['presence_penalty', { presence_penalty: 1 }],
  ['logit_bias', { logit_bias: { '5': 2 } }],
  ['audio output', { modalities: ['text', 'audio'] }],
  ['images', { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] }] }],
  ['files', { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] }],
  ['audio input', { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }] }] }],
  ['tools together with a response format', { tools: [tool], response_format: { type: 'json_object' } }],
  ['logprobs together with tools', { tools: [tool], logprobs: true }],
  ['tools that are no functions', { tools: [{ type: 'custom', custom: { name: 'x' } }] }],
])('%s is refused as unsupported, never left out in silence', (_, members) => {
  expect(codeOf(members)).toBe('unsupported');
});

test.each<[string, Json]>([
  ['messages', []],
  ['messages', [{ role: 'robot', content: 'x' }]],
  ['messages', [{ role: 'tool', tool_call_id: 'nowhere', content: 'x' }]],
  ['n', 0],
  ['n', 1.5],
  ['temperature', 3],
  ['max_tokens', -1],
  ['stop', ['']],
  ['top_logprobs', 3],
  ['tool_choice', 'required'],
  ['response_format', { type: 'xml' }],
])('a bad %s is refused and named', (member, value) => {
  expect(codeOf({ [member]: value })).toBe('invalid_request');
  expect(() => read({ [member]: value })).toThrow(new RegExp(member));
});

test('a tool choice decides whether a call is possible, certain, or out of the question', () => {
  expect(read({ tools: [tool] }).shape).toMatchObject({ kind: 'may-call', parallel: true });
  expect(read({ tools: [tool], tool_choice: 'none' }).shape).toEqual({ kind: 'text' });
  expect(read({ tools: [tool], tool_choice: 'required', parallel_tool_calls: false }).shape).toMatchObject({ kind: 'must-call', parallel: false });
  expect(read({ tools: [tool], tool_choice: { type: 'function', function: { name: 'look_up' } } }).shape).toMatchObject({ kind: 'must-call', parallel: false });
  expect(codeOf({ tools: [tool], tool_choice: { type: 'function', function: { name: 'other' } } })).toBe('invalid_request');
});

test('tool results join the calls they answer', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"city":"Oslo"}' } };
  const { history } = read({
    messages: [...messages, { role: 'assistant', content: null, tool_calls: [call] }, { role: 'tool', tool_call_id: 'call_1', content: 'rain' }],
  });
  expect(history.at(-1)).toEqual({ type: 'model', response: [{ type: 'functionCall', name: 'look_up', params: { city: 'Oslo' }, result: 'rain' }] });
});
