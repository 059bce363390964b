import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { validateAsk } from './validate-ask.ts';

const user = { role: 'user', content: 'Hi' };
const chat = { model: 'm', messages: [user] };
const messages = { model: 'm', max_tokens: 10, messages: [user] };
const embeddings = { model: 'm', input: 'Hi' };

const complaint = (operation: Operation, body: JsonObject): string | null => {
  try {
    validateAsk(operation, body);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace('The request is not valid. ', '') : 'not an error';
  }
};

describe('what is accepted', () => {
  test.each<[Operation, JsonObject]>([
    ['chat', chat],
    ['chat', { ...chat, stream: null, n: null, max_tokens: null, tools: null, unknown: { deep: [1] } }],
    [
      'chat',
      {
        ...chat,
        messages: [
          { role: 'system', content: 'x' },
          { role: 'developer', content: [{ type: 'text', text: 'x' }] },
          { role: 'assistant', content: null, tool_calls: [] },
          { role: 'tool', tool_call_id: 'a', content: '' },
        ],
      },
    ],
    ['chat', { ...chat, messages: [{ role: 'assistant' }, { role: 'function', name: 'f', content: null }] }],
    [
      'chat',
      {
        ...chat,
        tools: [{ type: 'function', function: { name: 'f' } }, { type: 'custom', custom: { name: 'g' } }],
        tool_choice: 'auto',
        n: 128,
      },
    ],
    ['messages', messages],
    [
      'messages',
      {
        ...messages,
        max_tokens: 0,
        system: [{ type: 'text', text: 'x' }],
        tools: [{ name: 'f', input_schema: {} }, { type: 'browser_toolset_20260801' }],
      },
    ],
    ['embeddings', embeddings],
    ['embeddings', { ...embeddings, input: ['a', 'b'] }],
    ['embeddings', { ...embeddings, input: [1, 2] }],
    ['embeddings', { ...embeddings, input: [[1], [2, 3]] }],
  ])('%s %j', (operation, body) => {
    expect(complaint(operation, body)).toBeNull();
  });
});

describe('what is refused, and in which words', () => {
  test.each<[Operation, JsonObject, string]>([
    ['chat', {}, 'model must be a string that is not empty.'],
    ['chat', { ...chat, model: ' ' }, 'model must be a string that is not empty.'],
    ['chat', { ...chat, model: 'x'.repeat(201) }, 'model must be at most 200 characters long.'],
    ['chat', { model: 'm' }, 'messages must be a list that is not empty.'],
    ['chat', { ...chat, messages: [] }, 'messages must be a list that is not empty.'],
    ['chat', { ...chat, messages: [user, 'x'] }, 'messages[1] must be an object.'],
    [
      'chat',
      { ...chat, messages: [user, user, { role: 'usr' }] },
      'messages[2].role must be one of system, developer, user, assistant, tool, function.',
    ],
    ['chat', { ...chat, messages: [{ role: 'user' }] }, 'messages[0].content must be a string or a list.'],
    [
      'chat',
      { ...chat, messages: [{ role: 'user', content: [{ text: 'x' }] }] },
      'messages[0].content[0] must be an object with a type.',
    ],
    ['chat', { ...chat, messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].tool_call_id must be a string.'],
    ['chat', { ...chat, stream: 'yes' }, 'stream must be true or false.'],
    ['chat', { ...chat, n: 129 }, 'n must be a whole number from 1 to 128.'],
    ['chat', { ...chat, n: 1.5 }, 'n must be a whole number from 1 to 128.'],
    ['chat', { ...chat, max_tokens: 0 }, 'max_tokens must be a whole number of at least 1.'],
    ['chat', { ...chat, max_completion_tokens: '5' }, 'max_completion_tokens must be a whole number of at least 1.'],
    ['chat', { ...chat, tools: {} }, 'tools must be a list.'],
    [
      'chat',
      { ...chat, tools: [{ type: 'function', function: {} }] },
      'tools[0].function.name must be a string that is not empty.',
    ],
    ['messages', { model: 'm', messages: [user] }, 'max_tokens is required.'],
    [
      'messages',
      { ...messages, messages: [{ role: 'tool', content: 'x' }] },
      'messages[0].role must be one of user, assistant, system.',
    ],
    [
      'messages',
      { ...messages, messages: [{ role: 'assistant', content: null }] },
      'messages[0].content must be a string or a list.',
    ],
    ['messages', { ...messages, tools: [{}] }, 'tools[0].name must be a string that is not empty.'],
    [
      'embeddings',
      { model: 'm' },
      'input must be a string, a list of strings, a list of tokens or a list of such lists, and not empty.',
    ],
    [
      'embeddings',
      { ...embeddings, input: [] },
      'input must be a string, a list of strings, a list of tokens or a list of such lists, and not empty.',
    ],
    [
      'embeddings',
      { ...embeddings, input: ['a', 1] },
      'input[1] does not fit: input must be a string, a list of strings, a list of tokens or a list of such lists, and not empty.',
    ],
  ])('%s %j: %s', (operation, body, detail) => {
    expect(complaint(operation, body)).toBe(detail);
  });
});
