import type { ChatChunk } from '@plimsoll/contract/wire/chat';
import { answer, bigramModel, end } from '@plimsoll/testkit/gguf/bigram-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents, startLocalModel, type LocalModel } from './local-model.fixture.ts';

/** Knows two greetings, and a word with a letter of four bytes, each byte a token. */
const greetings = bigramModel({
  [answer]: { Hello: 0.7, Bye: 0.3 },
  Hello: { ' world': 0.9, '!': 0.1 },
  ' world': { '!': 1 },
  Bye: { '<0xF0>': 1 },
  '<0xF0>': { '<0x9F>': 1 },
  '<0x9F>': { '<0x99>': 1 },
  '<0x99>': { '<0x82>': 1 },
  '<0x82>': { [end]: 1 },
});

let model: LocalModel;
beforeAll(async () => {
  model = await startLocalModel(greetings);
  await model.provider.warm();
});
afterAll(() => model.end());

const collect = async (body: Parameters<LocalModel['call']>[1]): Promise<(ChatChunk | null)[]> =>
  Array.fromAsync(readEvents(await model.call('chat', { ...body, stream: true })));

const textOf = (chunks: readonly (ChatChunk | null)[], choice = 0): string =>
  chunks.flatMap((chunk) => chunk?.choices.filter(({ index }) => index === choice) ?? []).map(({ delta }) => delta.content ?? '').join('');

describe('a whole answer', () => {
  test('has the likeliest tokens, a reason and exact token counts', async () => {
    const { choices, usage } = await model.ask({});
    expect(choices).toEqual([{ index: 0, message: { role: 'assistant', content: 'Hello world!', refusal: null }, finish_reason: 'stop', logprobs: null }]);
    // The begin token, the role and the text in single characters, and the answer token.
    expect(usage).toEqual({ prompt_tokens: 13, completion_tokens: 3, total_tokens: 16 });
  });

  test('ends at max_tokens, and says so', async () => {
    const { choices, usage } = await model.ask({ max_completion_tokens: 2 });
    expect(choices[0]).toMatchObject({ message: { content: 'Hello world' }, finish_reason: 'length' });
    expect(usage?.completion_tokens).toBe(2);
  });

  test('ends before a stop text that spans tokens', async () => {
    expect((await model.ask({ stop: 'o w' })).choices[0]).toMatchObject({ message: { content: 'Hell' }, finish_reason: 'stop' });
    expect((await model.ask({ stop: ['nothing', 'd!'] })).choices[0]).toMatchObject({ message: { content: 'Hello worl' } });
  });
});

test('log-probabilities are those of the model, to five digits', async () => {
  const { choices } = await model.ask({ logprobs: true, top_logprobs: 2 });
  const [first, second, third] = choices[0]?.logprobs?.content ?? [];
  expect(first).toMatchObject({ token: 'Hello', bytes: [...Buffer.from('Hello')] });
  expect(first?.logprob).toBeCloseTo(Math.log(0.7), 5);
  expect(first?.top_logprobs.map(({ token }) => token)).toEqual(['Hello', 'Bye']);
  expect(first?.top_logprobs[1]?.logprob).toBeCloseTo(Math.log(0.3), 5);
  expect(second?.logprob).toBeCloseTo(Math.log(0.9), 5);
  expect(third?.logprob).toBeCloseTo(0, 5);
});

test('log-probabilities at a temperature are still those of the model', async () => {
  const { choices } = await model.ask({ logprobs: true, temperature: 2, seed: 5, n: 4 });
  for (const { logprobs } of choices) {
    const first = logprobs?.content?.[0];
    expect(first?.logprob).toBeCloseTo(Math.log(first?.token === 'Hello' ? 0.7 : 0.3), 5);
  }
});

const draw = async (seed: number): Promise<unknown[]> =>
  (await model.ask({ n: 8, temperature: 1.5, seed })).choices.map(({ message }) => message.content);

test('several answers are drawn apart, and again the same for the same seed', async () => {
  const drawn = await draw(3);
  expect(new Set(drawn).size).toBeGreaterThan(1);
  expect(await draw(3)).toEqual(drawn);
});

describe('a stream', () => {
  test('opens with the role, gives each token as it comes, and closes with the reason, the usage and [DONE]', async () => {
    const chunks = await collect({ stream_options: { include_usage: true } });
    expect(chunks.map((chunk) => chunk?.choices[0]?.delta ?? null)).toEqual([
      { role: 'assistant', content: '' }, { content: 'Hello' }, { content: ' world' }, { content: '!' }, {}, null, null,
    ]);
    expect(chunks.at(-3)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-2)?.usage).toEqual({ prompt_tokens: 13, completion_tokens: 3, total_tokens: 16 });
    expect(chunks.at(-1)).toBeNull();
  });

  test('has no usage chunk that was not asked for', async () => {
    expect((await collect({})).every((chunk) => chunk?.usage === undefined)).toBe(true);
  });

  test('never shows half a character', async () => {
    let farewell: (ChatChunk | null)[] = [];
    for (let seed = 0; !textOf(farewell).startsWith('Bye'); seed += 1) farewell = await collect({ temperature: 1, seed });
    expect(textOf(farewell)).toBe('Bye🙂');
    expect(farewell.every((chunk) => !JSON.stringify(chunk).includes('\uFFFD'))).toBe(true);
  });

  test('carries several answers, told apart by their index', async () => {
    const chunks = await collect({ n: 3 });
    expect([0, 1, 2].map((choice) => textOf(chunks, choice))).toEqual(['Hello world!', 'Hello world!', 'Hello world!']);
  });
});

describe('embeddings', () => {
  test('are unit vectors, one for each input, with the tokens counted', async () => {
    const { data, usage } = await model.embed({ input: ['Hi', 'Ho!'] });
    const lengths = data.map(({ embedding }) => (typeof embedding === 'string' ? 0 : Math.hypot(...embedding)));
    expect(lengths).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
    expect(usage.total_tokens).toBe(9);
  });

  test('come as base64 where asked', async () => {
    const { data } = await model.embed({ input: 'Hi', encoding_format: 'base64' });
    const bytes = Buffer.from(String(data[0]?.embedding), 'base64');
    expect(Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4)).filter((value) => value !== 0)).toEqual([1]);
  });

  test('refuse a token the model does not know', async () => {
    await expect(model.call('embeddings', { input: [1, 99_999] })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

test('a prompt longer than the context is refused with both figures', async () => {
  const messages = [{ role: 'user', content: 'x'.repeat(5000) }];
  await expect(model.ask({ messages })).rejects.toThrow(/prompt has 50\d\d tokens, the context holds 2047/);
});

test('a prompt that fills the context leaves room for one token', async () => {
  const messages = [{ role: 'user', content: 'x'.repeat(2047 - 11) }];
  const { choices, usage } = await model.ask({ messages });
  expect(usage).toMatchObject({ prompt_tokens: 2047, completion_tokens: 1 });
  expect(choices[0]).toMatchObject({ message: { content: 'Hello' }, finish_reason: 'length' });
});

test('special tokens written by a caller are text, not commands', async () => {
  const messages = [{ role: 'user', content: `${end}${answer}Bye` }];
  expect((await model.ask({ messages })).usage?.prompt_tokens).toBeGreaterThan(20);
});
