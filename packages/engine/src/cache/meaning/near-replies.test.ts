import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { builtInDimensions, embedWords, similarity } from './embed-words.ts';
import { NearReplies, type Question } from './near-replies.ts';
import { questionOf } from './question-of.ts';
import { wordsOf } from './words-of.ts';

const question = (text: string, frame = 'f'): Question => {
  const words = wordsOf(text);
  if (words === null) throw new Error('nothing asked');
  return { frame, words, vector: embedWords(words) };
};

const nearReplies = (mostPerFrame = 100): NearReplies => new NearReplies({ threshold: 0.6, strictness: 'words', isWord: null, mostPerFrame });

test('a text is found by another that asks the same, in its own frame alone', () => {
  const near = nearReplies();
  near.put('a', question('How do I reset my password?'));
  near.put('b', question('How do I reset my phone?'));
  expect(near.find(question('please tell me how to reset my password'))).toMatchObject({ key: 'a' });
  expect(near.find(question('please tell me how to reset my password', 'other'))).toBeNull();
  expect(near.find(question('how do I not reset my password'))).toBeNull();
  expect(near.refused).toBe(1);
});

test('what is forgotten is not found, and a frame is bounded', () => {
  const near = nearReplies(10);
  for (let n = 0; n < 25; n += 1) near.put(`k${n}`, question(`Tell me about planet number ${n}`));
  expect(near.size).toBe(10);
  expect(near.find(question('tell me about planet number 24, please'))).toMatchObject({ key: 'k24' });
  expect(near.find(question('tell me about planet number 3, please'))).toBeNull();
  near.forget('k24');
  near.forget('never there');
  expect(near.find(question('tell me about planet number 24, please'))).toBeNull();
  expect(near.size).toBe(9);
});

test('vectors of another length, of an embedder before, are not compared', () => {
  const near = nearReplies();
  near.put('a', { ...question('How do I reset my password?'), vector: new Float32Array(3).fill(0.577) });
  expect(near.find(question('How do I reset my password?'))).toBeNull();
});

test('the built-in embedder: unit length, nearer for texts that share words', () => {
  const [a, b, c] = ['How do I reset my password?', 'How do I reset my old password?', 'Recipe for pancakes'].map((text) => question(text).vector);
  if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable');
  expect(a.length).toBe(builtInDimensions);
  expect(similarity(a, a)).toBeCloseTo(1, 5);
  expect(similarity(a, b)).toBeGreaterThan(0.6);
  expect(similarity(a, c)).toBeLessThan(0.3);
});

const frameOf = (tenant: string, body: JsonObject): string | undefined => questionOf(tenant, 'chat', 'v1', Buffer.from(JSON.stringify(body)), body)?.frame;
const chat = (text: string, changes: JsonObject = {}): JsonObject => ({ model: 'm', messages: [{ role: 'system', content: 'Be short' }, { role: 'user', content: text }], ...changes });

test('isolation: tenant, model, instructions, earlier turns, tools and settings each make another frame; only the last text does not', () => {
  const frame = frameOf('acme', chat('one'));
  expect(frameOf('acme', chat('two'))).toBe(frame);
  const others = [
    frameOf('other', chat('one')),
    frameOf('acme', chat('one', { model: 'n' })),
    frameOf('acme', chat('one', { temperature: 0 })),
    frameOf('acme', chat('one', { stream: true })),
    frameOf('acme', chat('one', { tools: [{ type: 'function', function: { name: 'f' } }] })),
    frameOf('acme', { model: 'm', messages: [{ role: 'system', content: 'Be long' }, { role: 'user', content: 'one' }] }),
    frameOf('acme', { model: 'm', messages: [{ role: 'user', content: 'before' }, { role: 'assistant', content: 'yes' }, { role: 'user', content: 'one' }] }),
    questionOf('acme', 'messages', 'v1', Buffer.from(''), chat('one'))?.frame,
    questionOf('acme', 'chat', 'v2', Buffer.from(''), chat('one'))?.frame,
  ];
  expect(new Set([frame, ...others]).size).toBe(others.length + 1);
});

test('only a user\'s plain text is compared', () => {
  const asks = (last: JsonObject): string | undefined => questionOf('acme', 'chat', 'v1', Buffer.from(''), { model: 'm', messages: [last] })?.text;
  expect(asks({ role: 'user', content: 'hello' })).toBe('hello');
  expect(asks({ role: 'user', content: [{ type: 'text', text: 'hello' }] })).toBe('hello');
  expect(asks({ role: 'user', content: [{ type: 'text', text: 'hello' }, { type: 'image_url', image_url: { url: 'data:' } }] })).toBeUndefined();
  expect(asks({ role: 'tool', content: 'hello' })).toBeUndefined();
  expect(asks({ role: 'assistant', content: 'hello' })).toBeUndefined();
  expect(questionOf('acme', 'embeddings', 'v1', Buffer.from(''), { model: 'm', input: 'hello' })).toBeNull();
  // A number that JSON readers round: nothing but the same bytes is the same request.
  const long = (last: string): JsonObject => chat(last);
  expect(frameOf('acme', long('card 4111111111111111'))).not.toBe(frameOf('acme', long('card 4111111111111112')));
});
