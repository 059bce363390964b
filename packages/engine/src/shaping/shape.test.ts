import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { objectsIn } from '@plimsoll/contract/wire/members';
import { estimatePromptTokens } from '../metering/count-tokens.ts';
import { repeatedAbove, repeatedBelow } from './duplicates.ts';
import { textsIn } from './map-texts.ts';
import { shape, type ShapeRule } from './shape.ts';
import { conversationOf } from './turns.ts';

const rule = (changes: Partial<ShapeRule> = {}): ShapeRule => ({ maxInputTokens: 1_000, keepLastTurns: 2, dropDuplicates: false, observes: false, ...changes });
const run = (operation: 'chat' | 'messages', body: JsonObject, changes: Partial<ShapeRule> = {}) => shape(operation, body, Buffer.from(JSON.stringify(body)), rule(changes));

const words = (count: number, word: string): string => Array.from({ length: count }, (_, index) => `${word}${index % 7}`).join(' ');

const chatTurn = (text: string, tool: string | null): readonly JsonObject[] =>
  tool === null
    ? [{ role: 'user', content: text }, { role: 'assistant', content: 'Fine.' }]
    : [
        { role: 'user', content: text },
        { role: 'assistant', content: null, tool_calls: [{ id: `call_${tool.length}`, type: 'function', function: { name: 'look_up', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: `call_${tool.length}`, content: tool },
        { role: 'assistant', content: 'Fine.' },
      ];
const messagesTurn = (text: string, tool: string | null): readonly JsonObject[] =>
  tool === null
    ? [{ role: 'user', content: [{ type: 'text', text }] }, { role: 'assistant', content: 'Fine.' }]
    : [
        { role: 'user', content: text },
        { role: 'assistant', content: [{ type: 'tool_use', id: `t${tool.length}`, name: 'look_up', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: `t${tool.length}`, content: [{ type: 'text', text: tool }] }] },
        { role: 'assistant', content: 'Fine.' },
      ];

const turn = fc.record({ size: fc.integer({ min: 1, max: 400 }), tool: fc.option(fc.integer({ min: 1, max: 900 })), word: fc.constantFrom('tide', 'Ärger', '船', '🌊') });

test.each(['chat', 'messages'] as const)('%s: what leaves fits, keeps instructions, the last turns and every tool\'s call with its result, or an error says why not', async (operation) => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 14 }), fc.integer({ min: 1, max: 4 }), fc.boolean(), async (sizes, keepLastTurns, dropDuplicates) => {
      const made = sizes.map(({ size, tool, word }) => (operation === 'chat' ? chatTurn : messagesTurn)(words(size, word), tool === null ? null : words(tool, word)));
      const current: JsonObject = { role: 'user', content: 'And now?' };
      const instructions: JsonObject = { role: 'system', content: 'Be brief.' };
      const body: JsonObject = operation === 'chat' ? { model: 'm', messages: [instructions, ...made.flat(), current] } : { model: 'm', system: 'Be brief.', messages: [...made.flat(), current] };
      let shaped: Awaited<ReturnType<typeof run>>;
      try {
        shaped = await run(operation, body, { keepLastTurns, dropDuplicates });
      } catch (error) {
        expect(error).toMatchObject({ code: 'context_too_long' });
        return;
      }
      const messages = shaped?.messages ?? objectsIn(body.messages);
      expect(await estimatePromptTokens(operation, { ...body, messages })).toBeLessThanOrEqual(1_000 + messages.length);
      if (operation === 'chat') expect(messages[0]).toEqual(instructions);
      expect(messages.at(-1)).toEqual(current);
      // The last turns are there, whole in number and kind.
      const kept = conversationOf(messages);
      expect(kept.turns.length).toBeGreaterThanOrEqual(Math.min(keepLastTurns, sizes.length + 1));
      expect(messages.length).toBe(objectsIn(body.messages).length - made.slice(0, shaped?.what.turns ?? 0).flat().length);
      const first = messages.find(({ role }) => role !== 'system');
      expect(first?.role).toBe('user');
      const text = JSON.stringify(messages);
      const calls = [...text.matchAll(/"(?:id)":"(call_\d+|t\d+)"/g)].map(([, id]) => id);
      const results = [...text.matchAll(/"(?:tool_call_id|tool_use_id)":"(call_\d+|t\d+)"/g)].map(([, id]) => id);
      expect(results).toEqual(calls);
      // No half of a character.
      expect(text.isWellFormed()).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a request that fits goes as it came', async () => {
  expect(await run('chat', { model: 'm', messages: [{ role: 'user', content: 'hello' }] })).toBeNull();
  expect(await run('chat', { model: 'm', messages: [...chatTurn(words(200, 'tide'), null), { role: 'user', content: 'x'.repeat(1_500) }] })).toBeNull();
  expect(await shape('embeddings', { input: words(9_000, 'tide') }, Buffer.alloc(90_000), rule())).toBeNull();
});

test('the oldest turns go first, then the middle of the longest context; the count says so', async () => {
  const long = words(2_000, 'tide');
  const shaped = await run('chat', { model: 'm', messages: [...chatTurn(words(300, 'old'), null), ...chatTurn('Look it up', long), { role: 'user', content: 'And now?' }] });
  expect(shaped?.what).toMatchObject({ turns: 1, trimmed: 1, duplicates: 0 });
  expect(shaped?.what.tokensAfter).toBeLessThanOrEqual(1_000);
  expect(shaped?.what.tokensBefore).toBeGreaterThan(4_000);
  const tool = textsIn(shaped?.messages.find(({ role }) => role === 'tool') ?? {})[0] ?? '';
  expect(tool.startsWith('tide0 tide1')).toBe(true);
  expect(tool).toMatch(/\n\[about \d+ tokens left out\]\n/);
  expect(tool.endsWith(long.slice(-20))).toBe(true);
});

test('instructions and a last question that are too long are an error, not cut', async () => {
  await expect(run('chat', { model: 'm', messages: [{ role: 'user', content: words(2_000, 'tide') }] })).rejects.toMatchObject({ code: 'context_too_long', message: expect.stringContaining('"m" takes 1000') });
});

const paragraph = words(60, 'contract');

test('context that is there twice is left out once: above, or below where the user repeats it now', async () => {
  const twice = await run('chat', { model: 'm', messages: [...chatTurn(`Read this.\n\n${paragraph}`, null), ...chatTurn('Again', `  ${paragraph.replaceAll(' ', '  ')}\n\nnew`), { role: 'user', content: 'So?' }] }, { maxInputTokens: null, dropDuplicates: true });
  expect(twice?.what).toMatchObject({ duplicates: 1, turns: 0 });
  expect(JSON.stringify(twice?.messages[0])).toContain(paragraph);
  expect(twice?.messages.find(({ role }) => role === 'tool')?.content).toBe(`${repeatedAbove}\n\nnew`);
  const now = await run('chat', { model: 'm', messages: [...chatTurn(paragraph, null), { role: 'user', content: paragraph }] }, { maxInputTokens: null, dropDuplicates: true });
  expect(now?.messages.map(({ content }) => content)).toEqual([repeatedBelow, 'Fine.', paragraph]);
  const system = await run('messages', { model: 'm', system: [{ type: 'text', text: paragraph }], messages: [...messagesTurn(paragraph, null), { role: 'user', content: 'So?' }] }, { maxInputTokens: null, dropDuplicates: true });
  expect(system?.what.duplicates).toBe(1);
  expect(await run('chat', { model: 'm', messages: [...chatTurn(paragraph, null), { role: 'user', content: 'So?' }] }, { maxInputTokens: null, dropDuplicates: true })).toBeNull();
});

test('what a note points to is there: where the first of two goes with an old turn, the second stays', async () => {
  const shaped = await run('chat', { model: 'm', messages: [...chatTurn(`${paragraph}\n\n${words(900, 'old')}`, null), ...chatTurn(paragraph, null), { role: 'user', content: 'So?' }] }, { dropDuplicates: true });
  expect(shaped?.what).toMatchObject({ turns: 1, duplicates: 0 });
  expect(shaped?.messages[0]?.content).toBe(paragraph);
});

test('while a long conversation is counted, others are served', async () => {
  const messages = Array.from({ length: 3_000 }, (_, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content: words(60, `tide${n}`) })).concat([{ role: 'user', content: 'So?' }]);
  let longestMs = 0;
  let lastMs = performance.now();
  const watch = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
  }, 1);
  const shaped = await run('chat', { model: 'm', messages });
  clearInterval(watch);
  expect(shaped?.what.tokensAfter).toBeLessThanOrEqual(1_000);
  expect(longestMs).toBeLessThan(250);
});
