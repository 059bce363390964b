import { expect, test } from 'vitest';
import { createAnthropicProvider } from '../anthropic/anthropic-provider.ts';
import { createOpenAiProvider } from '../openai/openai-provider.ts';

const makers = [createOpenAiProvider, createAnthropicProvider];

test.each(makers)('what could never be sent is refused when the provider is made, unquoted', (create) => {
  const make = (options: object) => () => create({ name: 'p', apiKey: 'sk-fine', ...options });
  expect(make({ apiKey: '' })).toThrow('key:');
  expect(make({ apiKey: 'sk-secret\r\nx: y' })).toThrow(/^key: [^]*$/);
  expect(make({ apiKey: 'sk-secret\r\nx: y' })).not.toThrow('sk-secret');
  expect(make({ apiKey: 'sk-sécret' })).not.toThrow('sécret');
  expect(make({ baseUrl: 'https://me:sk-secret@host' })).not.toThrow('sk-secret');
  expect(make({ headers: { 'api-key': 'sk-secret\n' } })).toThrow('headers: "api-key" cannot be sent');
  expect(make({ headers: { 'bad name': 'x' } })).toThrow('headers: "bad name" cannot be sent');
});

test('the operations follow from the protocol', async () => {
  const openAi = createOpenAiProvider({ name: 'a', apiKey: null });
  const anthropic = createAnthropicProvider({ name: 'b', apiKey: null });
  expect([openAi.kind, ...openAi.operations]).toEqual(['openai', 'chat', 'embeddings']);
  expect([anthropic.kind, ...anthropic.operations]).toEqual(['anthropic', 'messages']);
  await Promise.all([openAi.close(0), anthropic.close(0)]);
});
