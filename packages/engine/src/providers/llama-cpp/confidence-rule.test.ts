import { answer, bigramModel, type BigramTable } from '@plimsoll/testkit/gguf/bigram-model';
import type { GgufValue } from '@plimsoll/testkit/gguf/gguf-writer';
import { afterEach, expect, test } from 'vitest';
import { readEvents, startLocalModel, type LocalModel } from './local-model.fixture.ts';

/** Says one of two labels, then the placeholder; one in five answers begins with something that is no label. */
const table: BigramTable = {
  [answer]: { 'yes ': 0.6, 'no ': 0.2, 'well ': 0.2 },
  'yes ': { '?.?': 1 },
  'no ': { '?.?': 1 },
  'well ': { '?.?': 1 },
  '?.?': { '!': 1 },
};

const rule = (scale: number, shift: number, change: Record<string, GgufValue> = {}) => ({
  metadata: (idOf: (text: string) => number): Record<string, GgufValue> => ({
    'plimsoll.confidence.labels': { type: 'int32s', value: [idOf('yes '), idOf('no ')] },
    'plimsoll.confidence.placeholder': { type: 'uint32', value: idOf('?.?') },
    'plimsoll.confidence.scale': { type: 'float32', value: scale },
    'plimsoll.confidence.shift': { type: 'float32', value: shift },
    ...change,
  }),
});

let model: LocalModel | undefined;
afterEach(() => model?.end());

test('the label\'s share among the labels stands where the placeholder was', async () => {
  model = await startLocalModel(bigramModel(table, rule(1, 0)));
  const { choices, usage } = await model.ask({});
  expect(choices[0]?.message.content).toBe('yes 0.75!');
  expect(usage?.completion_tokens).toBe(3);
});

test('the rule\'s scale and shift are applied to the logit', async () => {
  model = await startLocalModel(bigramModel(table, rule(0.5, -1)));
  const expected = 1 / (1 + Math.exp(-(0.5 * Math.log(3) - 1)));
  expect((await model.ask({})).choices[0]?.message.content).toBe(`yes ${expected.toFixed(3)}!`);
});

test('it is the confidence in the label that was said, at any temperature and under a stop, and never the placeholder', async () => {
  model = await startLocalModel(bigramModel(table, rule(1, 0)));
  const { choices } = await model.ask({ n: 12, temperature: 1, seed: 4, stop: '!' });
  const said = new Set(choices.map(({ message }) => message.content));
  expect(said).toContain('yes 0.75');
  expect(said).toContain('no 0.25');
  // Where no label was said there is nothing to compute, and the model's own word stands.
  said.delete('well ?.?');
  expect(said.size).toBe(2);
});

test('what is certain is written as 0.999', async () => {
  const sure: BigramTable = { ...table, [answer]: { 'yes ': 1 }, 'no ': { '?.?': 1 } };
  model = await startLocalModel(bigramModel(sure, rule(4, 0)));
  expect((await model.ask({})).choices[0]?.message.content).toBe('yes 0.999!');
});

test('log-probabilities are the model\'s own, and their texts add up to the answer', async () => {
  model = await startLocalModel(bigramModel(table, rule(1, 0)));
  const { choices } = await model.ask({ logprobs: true, top_logprobs: 2 });
  const content = choices[0]?.logprobs?.content ?? [];
  expect(content.map(({ token }) => token).join('')).toBe('yes 0.75!');
  expect(content[0]?.logprob).toBeCloseTo(Math.log(0.6), 5);
});

test('a stream has it too', async () => {
  model = await startLocalModel(bigramModel(table, rule(1, 0)));
  const chunks = await Array.fromAsync(readEvents(await model.call('chat', { stream: true })));
  expect(chunks.map((chunk) => chunk?.choices[0]?.delta.content ?? '').join('')).toBe('yes 0.75!');
});

test('tools that may be called change nothing', async () => {
  model = await startLocalModel(bigramModel(table, rule(1, 0)));
  const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }];
  expect((await model.ask({ tools })).choices[0]?.message.content).toBe('yes 0.75!');
});

test.each<[string, Record<string, GgufValue>]>([
  ['one label', { 'plimsoll.confidence.labels': { type: 'int32s', value: [5] } }],
  ['a label outside the vocabulary', { 'plimsoll.confidence.labels': { type: 'int32s', value: [5, 9_999_999] } }],
  ['no number for a scale', { 'plimsoll.confidence.scale': { type: 'float32', value: Number.NaN } }],
  ['a text for a placeholder', { 'plimsoll.confidence.placeholder': { type: 'string', value: '?.?' } }],
])('a rule with %s is refused, rather than the placeholder shown', async (_, change) => {
  model = await startLocalModel(bigramModel(table, rule(1, 0, change)));
  await expect(model.ask({})).rejects.toThrow();
  expect(model.logged.join('\n')).toContain('plimsoll.confidence');
});
