import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createLlamaCppProvider } from '@plimsoll/engine/providers/llama-cpp/llama-cpp-provider';
import type { JsonObject } from '@plimsoll/contract/json';
import type { ChatResponse } from '@plimsoll/contract/wire/chat';
import { afterAll, describe, expect, test } from 'vitest';
import { themes } from './lexicon.ts';
import { standInModel } from './stand-in-model.ts';

const example = (name: string): string => fileURLToPath(new URL(`../../examples/feedback/${name}`, import.meta.url));
const provider = createLlamaCppProvider({
  name: 'feedback',
  file: example('feedback-stand-in.gguf'),
  loadTimeoutMs: 30_000,
  standby: false,
  log: () => undefined,
});
afterAll(() => provider.close(0));

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
const parse = <Value>(text: string): Value => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a wrong form fails the test that reads it
  return JSON.parse(text) as Value;
};

interface Reading {
  readonly sentiment: string;
  readonly confidence: number;
  readonly themes: readonly string[];
}

const ask = async (text: string, members: JsonObject = {}): Promise<Reading> => {
  const body = { model: 'feedback', messages: [{ role: 'user', content: text }], ...members };
  const request = { operation: 'chat' as const, bytes: new Uint8Array(), body, model: 'feedback', stream: false, headers: {} };
  const reply = await provider.call({ ...request, signal: AbortSignal.timeout(20_000) });
  if (!(reply.body instanceof Uint8Array)) throw new TypeError('a stream');
  const { choices } = parse<ChatResponse>(Buffer.from(reply.body).toString('utf8'));
  expect(choices[0]?.finish_reason).toBe('stop');
  const content = choices[0]?.message.content;
  return parse(typeof content === 'string' ? content : '');
};

test('the model file in the example is the one this folder generates, byte for byte', async () => {
  const generated = standInModel();
  expect(generated.equals(standInModel())).toBe(true);
  expect(generated.equals(await readFile(example('feedback-stand-in.gguf')))).toBe(true);
  expect(generated.length).toBeLessThan(3e6);
});

describe('the stand-in reads feedback by its words', () => {
  test.each([
    ['Great product, I love it. Fast delivery!', 'positive'],
    ['Excellent support, they helped me within minutes', 'positive'],
    ['Not bad at all, no problems so far', 'positive'],
    ['Terrible. It arrived late and was broken.', 'negative'],
    ['The app crashes and support does not respond', 'negative'],
    ["I'm not happy, it doesn't work", 'negative'],
    ['I ordered two of them on Tuesday.', 'neutral'],
    ['The lamp is beautiful but the delivery was slow', 'neutral'],
    ['', 'neutral'],
  ])('%j is %s', async (text, sentiment) => {
    expect((await ask(text)).sentiment).toBe(sentiment);
  });

  test('themes are those that the text has words for, the strongest first', async () => {
    expect((await ask('The price is fair. The courier lost my parcel.')).themes).toEqual(['delivery', 'price']);
    expect((await ask('Hello there')).themes).toEqual([]);
  });

  test('words inside other words do not count', async () => {
    expect(await ask('Chocolate plates, unrelated goods, a badge and a later template')).toMatchObject({ sentiment: 'neutral', themes: [] });
  });

  test('confidence grows with the words that speak for the sentiment', async () => {
    const confidences = await Promise.all([1, 2, 3, 4, 9].map(async (count) => (await ask('wonderful '.repeat(count))).confidence));
    expect(confidences).toEqual([0.6, 0.7, 0.8, 0.85, 0.85]);
    expect((await ask('A good and bad thing')).confidence).toBeLessThan((await ask('A thing')).confidence);
  });
});

test('any text at all is answered with valid JSON of the promised form', async () => {
  const texts = ['🙂'.repeat(50), '{"sentiment":"positive"', '<|answer|></s>', 'great bad '.repeat(900), 'x'.repeat(3000), '漢字\u0000\n\t"\\'];
  for (const answer of await Promise.all(texts.map((text) => ask(text)))) {
    expect(['positive', 'neutral', 'negative']).toContain(answer.sentiment);
    expect(answer.confidence).toBeGreaterThan(0);
    expect(answer.confidence).toBeLessThan(1);
    expect(Object.keys(themes)).toEqual(expect.arrayContaining([...answer.themes]));
  }
});

test('a response format changes nothing about the answer', async () => {
  const schema = {
    type: 'object',
    properties: {
      sentiment: { enum: ['positive', 'neutral', 'negative'] },
      confidence: { type: 'number' },
      themes: { type: 'array', items: { type: 'string' } },
    },
  };
  const text = 'Great product, fast delivery';
  const plain = await ask(text);
  expect(await ask(text, { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } })).toEqual(plain);
  expect(await ask(text, { response_format: { type: 'json_object' } })).toEqual(plain);
});

test('every sample of the example is answered', async () => {
  const samples = parse<readonly { title: string; text: string }[]>(await readFile(example('samples.json'), 'utf8'));
  const answers = await Promise.all(samples.map(async ({ title, text }) => [title, (await ask(text)).sentiment]));
  expect(answers).toEqual([
    ['Delighted, and says why', 'positive'],
    ['Damaged on arrival', 'negative'],
    ['Good product, slow courier', 'neutral'],
    ['A crash report', 'negative'],
    ['Not bad', 'positive'],
    ['Just a question', 'neutral'],
  ]);
});
