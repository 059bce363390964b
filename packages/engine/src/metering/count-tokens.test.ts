import { expect, test } from 'vitest';
import { estimateOutputTokens, estimatePromptTokens, estimateTokens, estimateTokensBySize } from './count-tokens.ts';
import { readWhole } from './reading.ts';

const sentence = 'The quick brown fox jumps over the lazy dog, and then it sleeps. ';

test('short texts are counted by the vocabulary', async () => {
  expect(await estimateTokens('')).toBe(0);
  expect(await estimateTokens('Hello, world')).toBe(3);
  expect(await estimateTokens('<|endoftext|>')).toBeGreaterThan(0);
});

test('cutting a text into pieces changes its count by less than two percent, sampling by less than five', async () => {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  for (const [repeats, tolerance] of [[200, 0.02], [3000, 0.05]] as const) {
    const text = sentence.repeat(repeats);
    const exact = countTokens(text);
    expect(Math.abs((await estimateTokens(text)) - exact) / exact).toBeLessThan(tolerance);
  }
});

test('long runs without a break do not hold up the thread', async () => {
  await estimateTokens('warm');
  // Different letters, so that the tokenizer's own cache is no help: in one piece each 16,000 take 0.15 s.
  const letters = Array.from({ length: 2_000_000 }, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(Math.random() * 26)]).join('');
  const begin = performance.now();
  await estimateTokens(letters.slice(0, 16_000));
  await estimateTokens(letters);
  expect(performance.now() - begin).toBeLessThan(1000);
});

test('size alone tells dense scripts from Latin ones', () => {
  expect(estimateTokensBySize(400, 400)).toBe(100);
  expect(estimateTokensBySize(400, 1200)).toBe(320);
  expect(estimateTokensBySize(0, 0)).toBe(0);
});

test('output is the text counted, and reasoning and tool calls by size', async () => {
  const reading = readWhole('chat', { choices: [{ message: { content: 'Hello, world', reasoning_content: 'x'.repeat(400) } }] });
  expect(await estimateOutputTokens(reading)).toBe(103);
});

test('an image counts as an image however long its data is', async () => {
  const url = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
  const chat = await estimatePromptTokens(
    'chat',
    { messages: [{ role: 'user', content: [{ type: 'text', text: sentence }, { type: 'image_url', image_url: { url } }] }] },
  );
  expect(chat).toBeGreaterThan(1000);
  expect(chat).toBeLessThan(1100);
  const messages = await estimatePromptTokens(
    'messages',
    {
      system: sentence,
      messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'base64', data: 'A'.repeat(1_000_000) } }] }],
    },
  );
  expect(messages).toBeLessThan(1100);
});

test('tools, tool calls and tool results count', async () => {
  const bare = await estimatePromptTokens('messages', { messages: [] });
  const tools = await estimatePromptTokens(
    'messages',
    { messages: [], tools: [{ name: 'weather', description: sentence, input_schema: { type: 'object' } }] },
  );
  const results = await estimatePromptTokens(
    'messages',
    {
      messages: [
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: [{ type: 'text', text: sentence }] }] },
      ],
    },
  );
  const calls = await estimatePromptTokens(
    'chat',
    { messages: [{ role: 'assistant', tool_calls: [{ id: 'x', function: { name: 'weather', arguments: sentence } }] }] },
  );
  expect(bare).toBe(0);
  for (const tokens of [tools, results, calls]) expect(tokens).toBeGreaterThan(14);
});

test('embedding inputs count as texts or as the tokens they already are', async () => {
  expect(await estimatePromptTokens('embeddings', { input: 'Hello, world' })).toBe(3);
  expect(await estimatePromptTokens('embeddings', { input: [1, 2, 3, 4] })).toBe(4);
  expect(await estimatePromptTokens('embeddings', { input: [[1, 2], [3]] })).toBe(3);
});
