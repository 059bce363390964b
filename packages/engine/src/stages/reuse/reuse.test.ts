import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { NearReplies } from '../../cache/meaning/near-replies.ts';
import { ReplyCache } from '../../cache/reply-cache.ts';
import { catalogueOf, modelOf, pipelineOver, textOf } from '../../run-pipeline.fixture.ts';
import type { Provider } from '../../provider.ts';
import type { NearOptions } from './near.ts';
import type { ReuseOptions } from './reuse.ts';

const chunk = (content: string): string => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const ending = `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\ndata: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } })}\n\ndata: [DONE]\n\n`;

/** Answers each call with another text, so that what is given again can be told; may be held back. */
const counting = (status = 200) => {
  const state = { calls: 0, gate: Promise.resolve() };
  const provider: Provider = {
    kind: 'simulated',
    operations: ['chat'],
    call: async ({ stream }) => {
      state.calls += 1;
      const said = `answer ${state.calls}`;
      await state.gate;
      if (stream) {
        return {
          status: 200, headers: { 'content-type': 'text/event-stream' },
          body: (async function* () {
            for (const word of said.split(' ')) yield Buffer.from(chunk(word));
            yield Buffer.from(ending);
          })(),
        };
      }
      const body = status < 400 ? { choices: [{ message: { role: 'assistant', content: said }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 5 } } : { error: { message: said } };
      return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
    },
    close: () => Promise.resolve(),
  };
  return { state, provider };
};

const setUp = (changes: Partial<ReuseOptions> = {}, status = 200) => {
  const { state, provider } = counting(status);
  const cache: ReplyCache = new ReplyCache({ ttlMs: 60_000, maxBytes: 1e6, maxEntryBytes: 10_000, onDrop: (key) => changes.near?.replies.forget(key) });
  const reuse = { cache, near: null, routes: null, observes: false, version: () => 'c1', ...changes };
  return { state, cache, ...pipelineOver(catalogueOf(modelOf('m', provider)), { reuse }) };
};

const ask = (more: JsonObject = {}): JsonObject => ({ model: 'm', messages: [{ role: 'user', content: 'Say hello' }], ...more });

test('the same request gets the same bytes again, for nothing, and its record says so', async () => {
  const { ask: send, records, state, cache } = setUp();
  const first = await send('chat', ask());
  const second = await send('chat', ask());
  expect(await textOf(second)).toBe(await textOf(first));
  expect(state.calls).toBe(1);
  expect([first, second].map(({ headers }) => headers['x-plimsoll-cache'])).toEqual(['miss', 'exact']);
  expect(second.headers).toMatchObject({ age: '0', 'x-plimsoll-model': 'm', 'content-type': 'application/json' });
  expect(records[1]).toMatchObject({ cache: 'exact', reusedCostPicoUsd: '15', model: 'm', route: 'm', costPicoUsd: '0', priceCertainty: 'exact', attempts: [], outcome: 'ok', finishReason: 'stop' });
  expect(records[0]).toMatchObject({ cache: null, reusedCostPicoUsd: null, costPicoUsd: '15' });
  expect(cache.figures(null)).toMatchObject({ hits: 1, misses: 1, savedPicoUsd: 15n });
});

test('a cached answer streams, byte for byte', async () => {
  const { ask: send, state, records } = setUp();
  const first = await textOf(await send('chat', ask({ stream: true })));
  const second = await textOf(await send('chat', ask({ stream: true })));
  expect(second).toBe(first);
  expect(second).toContain('[DONE]');
  expect(state.calls).toBe(1);
  expect(records[1]).toMatchObject({ cache: 'exact', stream: true, costPicoUsd: '0', outcome: 'ok' });
});

test('identical requests at the same time are one call, whole or streamed', async () => {
  for (const stream of [false, true]) {
    const { ask: send, state, cache } = setUp();
    const held = Promise.withResolvers<void>();
    state.gate = held.promise;
    const all = Array.from({ length: 50 }, async () => textOf(await send('chat', ask({ stream }))));
    setTimeout(held.resolve, 20);
    expect(new Set(await Promise.all(all)).size).toBe(1);
    expect(state.calls).toBe(1);
    expect(cache.figures(null).collapsed).toBe(49);
  }
});

test('when the one that was asked leaves, those who wait ask for themselves', async () => {
  const { ask: send, leave, state } = setUp();
  const held = Promise.withResolvers<void>();
  state.gate = held.promise;
  const first = send('chat', ask()).then(() => 'answered', () => 'left');
  await new Promise((resolve) => setTimeout(resolve, 10));
  const other = send('chat', ask(), {}, new AbortController().signal);
  await new Promise((resolve) => setTimeout(resolve, 10));
  // The provider goes on being slow with the first one, and answers the next at once.
  state.gate = Promise.resolve();
  leave();
  expect((await other).status).toBe(200);
  expect(state.calls).toBe(2);
  held.resolve();
  await first;
});

test('a stream that nobody reads to its end is not kept', async () => {
  const { ask: send, state, cache } = setUp();
  const reply = await send('chat', ask({ stream: true }));
  const pieces = (reply.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.return?.();
  expect(cache.figures(null).entries).toBe(0);
  await textOf(await send('chat', ask({ stream: true })));
  expect(state.calls).toBe(2);
});

test('errors are not kept', async () => {
  const { ask: send, state, cache } = setUp({}, 400);
  await send('chat', ask());
  await send('chat', ask());
  expect(state.calls).toBe(2);
  expect(cache.figures(null).entries).toBe(0);
});

test('the caller\'s Cache-Control is heeded', async () => {
  const { ask: send, state } = setUp();
  await expect(send('chat', ask(), { 'cache-control': 'only-if-cached' })).rejects.toMatchObject({ code: 'not_cached', status: 504 });
  await send('chat', ask(), { 'cache-control': 'no-store' });
  await send('chat', ask());
  expect(state.calls).toBe(2);
  await send('chat', ask(), { 'cache-control': 'no-cache' });
  expect(state.calls).toBe(3);
  expect(await textOf(await send('chat', ask(), { 'cache-control': 'only-if-cached, max-age=60' }))).toContain('answer 3');
});

test('who has the answer already gets 304 and no body', async () => {
  const { ask: send } = setUp();
  const { headers: { etag = '' } } = await send('chat', ask());
  const reply = await send('chat', ask(), { 'if-none-match': `"other", ${etag}` });
  expect(reply.status).toBe(304);
  expect(await textOf(reply)).toBe('');
  expect((await send('chat', ask(), { 'if-none-match': '"other"' })).status).toBe(200);
});

test('only the routes that are named are cached, and an observed cache answers nothing', async () => {
  const named = setUp({ routes: new Set(['other']) });
  await named.ask('chat', ask());
  expect((await named.ask('chat', ask())).headers['x-plimsoll-cache']).toBeUndefined();
  expect(named.state.calls).toBe(2);
  const observed = setUp({ observes: true });
  await observed.ask('chat', ask());
  expect(await textOf(await observed.ask('chat', ask()))).toContain('answer 2');
  expect(observed.cache.figures(null)).toMatchObject({ hits: 1, savedPicoUsd: 15n });
});

test('answers are kept under the tags that the caller gives', async () => {
  const { ask: send, cache, state } = setUp();
  await send('chat', ask(), { 'x-plimsoll-cache-tags': 'catalogue, eu' });
  expect(cache.invalidate(null, { tag: 'eu' })).toBe(1);
  await send('chat', ask());
  expect(state.calls).toBe(2);
});

const near = (changes: Partial<NearOptions> = {}): NearOptions => ({
  replies: new NearReplies({ threshold: 0.6, strictness: 'words', isWord: null, mostPerFrame: 100 }),
  observes: false,
  embed: null,
  ...changes,
});

const asking = (content: string, more: JsonObject = {}): JsonObject => ask({ messages: [{ role: 'user', content }], ...more });

test('a request that means the same gets the answer of before, whole or streamed, and both say how', async () => {
  for (const stream of [false, true]) {
    const { ask: send, records, state, cache } = setUp({ near: near() });
    const first = await textOf(await send('chat', asking('How do I reset my password?', { stream })));
    const second = await send('chat', asking('Please tell me how to reset my password', { stream }));
    expect(await textOf(second)).toBe(first);
    expect(state.calls).toBe(1);
    expect(second.headers).toMatchObject({ 'x-plimsoll-cache': 'semantic', 'x-plimsoll-cache-similarity': '1.000' });
    expect(records[1]).toMatchObject({ cache: 'semantic', costPicoUsd: '0', attempts: [], outcome: 'ok' });
    expect(cache.figures(null)).toMatchObject({ hits: 1, semantic: 1, misses: 1 });
  }
});

test('isolation: another question, another tenant\'s frame, or other instructions, and the model is asked', async () => {
  const { ask: send, state } = setUp({ near: near() });
  const texts = ['How do I reset my password?', 'How do I not reset my password?', 'How do I reset 2 passwords?', 'How do I reset your password?'];
  for (const text of texts) await send('chat', asking(text));
  await send('chat', ask({ messages: [{ role: 'system', content: 'Rhyme' }, { role: 'user', content: 'How to reset my password?' }] }));
  expect(state.calls).toBe(5);
});

test('the caller may want the same request and nothing else, and what is forgotten is not found by meaning', async () => {
  const { ask: send, state, cache } = setUp({ near: near() });
  await send('chat', asking('How do I reset my password?'), { 'x-plimsoll-cache-tags': 'help' });
  await send('chat', asking('how to reset my password'), { 'x-plimsoll-cache': 'exact' });
  expect(state.calls).toBe(2);
  cache.invalidate(null, {});
  await send('chat', asking('How can I reset my password?'));
  expect(state.calls).toBe(3);
});

test('where it only observes, the model is asked and the figures say what would have been', async () => {
  const { ask: send, state, cache } = setUp({ near: near({ observes: true }) });
  await send('chat', asking('How do I reset my password?'));
  await send('chat', asking('how to reset my password'));
  expect(state.calls).toBe(2);
  expect(cache.figures(null)).toMatchObject({ semantic: 1 });
});

test('a model\'s vectors: near ones are the same request if no fact differs; without a vector there is no hit', async () => {
  const vectors: Record<string, readonly number[] | null> = {
    'What spices suit cauliflower?': [1, 0, 0],
    'Which seasonings suit cauliflower?': [0.99, 0.05, 0],
    'Which seasonings suit 2 cauliflowers?': [0.99, 0.05, 0],
    'What is the time?': [0, 1, 0],
    'unavailable': null,
  };
  const embed = (text: string): Promise<Float32Array | null> => Promise.resolve(vectors[text] === null || vectors[text] === undefined ? null : Float32Array.from(vectors[text]));
  const { ask: send, state } = setUp({ near: near({ embed, replies: new NearReplies({ threshold: 0.95, strictness: 'facts', isWord: null, mostPerFrame: 100 }) }) });
  const calls = async (text: string): Promise<number> => {
    await send('chat', asking(text));
    return state.calls;
  };
  expect(await calls('What spices suit cauliflower?')).toBe(1);
  expect(await calls('Which seasonings suit cauliflower?')).toBe(1);
  expect(await calls('Which seasonings suit 2 cauliflowers?')).toBe(2);
  expect(await calls('What is the time?')).toBe(3);
  expect(await calls('unavailable')).toBe(4);
});
