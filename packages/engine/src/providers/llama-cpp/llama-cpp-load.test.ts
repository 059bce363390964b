import { setTimeout as sleep } from 'node:timers/promises';
import { answer, bigramModel } from '@plimsoll/testkit/gguf/bigram-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEvents, startLocalModel, type LocalModel } from './local-model.fixture.ts';

/** Goes on until the context is full. */
const endless = bigramModel({ [answer]: { tick: 1 }, tick: { ' tock ': 1 }, ' tock ': { tick: 1 } });

let shared: LocalModel;
let single: LocalModel;
beforeAll(async () => {
  [shared, single] = await Promise.all([startLocalModel(endless), startLocalModel(endless, { parallel: 1 })]);
  await Promise.all([shared.provider.warm(), single.provider.warm()]);
});
afterAll(() => Promise.all([shared.end(), single.end()]));

test('eight callers at once generate side by side, not one after another', async () => {
  let running = 0;
  let mostRunning = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      let begun = false;
      for await (const chunk of readEvents(await shared.call('chat', { stream: true, max_tokens: 100 }))) {
        if (!begun) mostRunning = Math.max(mostRunning, (running += 1));
        begun = true;
        if (chunk?.choices[0]?.finish_reason === 'length') running -= 1;
      }
    }),
  );
  expect(mostRunning).toBe(8);
});

test('a caller that leaves stops the generation at once and frees its place', async () => {
  const leaving = new AbortController();
  const reply = await single.call('chat', { stream: true }, leaving.signal);
  const events = readEvents(reply);
  await events.next();
  await events.next();
  leaving.abort(new Error('left'));
  await expect(Array.fromAsync(events)).rejects.toThrow('left');
  const begunMs = performance.now();
  expect((await single.ask({ max_tokens: 2 })).choices[0]?.message.content).toBe('tick tock ');
  expect(performance.now() - begunMs).toBeLessThan(1000);
});

test('a caller that leaves while the whole answer is generated is told, and frees its place', async () => {
  const leaving = new AbortController();
  const answering = single.ask({}, leaving.signal);
  setTimeout(() => leaving.abort(new Error('left')), 20);
  await expect(answering).rejects.toThrow('left');
  expect((await single.ask({ max_tokens: 1 })).choices[0]?.message.content).toBe('tick');
});

test('a reader that pauses pauses the generation; one that stops reading early ends it', async () => {
  const events = readEvents(await single.call('chat', { stream: true, max_tokens: 400 }));
  await events.next();
  const waiting = single.ask({ max_tokens: 1 });
  // Four hundred tokens take far less than this; the next caller still waits, because nobody reads them.
  const first = await Promise.race([waiting.then(() => 'answered'), sleep(600, 'still waiting')]);
  expect(first).toBe('still waiting');
  expect(single.logged.join('\n')).not.toContain('ended');
  await events.return(undefined);
  expect((await waiting).choices[0]?.message.content).toBe('tick');
});

test('beyond the batch and its queue the caller is told to come back', async () => {
  const leaving = new AbortController();
  const running = Array.from({ length: 65 }, () => single.ask({}, leaving.signal).catch((error: unknown) => error));
  await expect(single.ask({})).rejects.toMatchObject({ code: 'overloaded', retryAfterS: 1 });
  leaving.abort(new Error('left'));
  await Promise.all(running);
  expect((await single.ask({ max_tokens: 1 })).choices[0]?.message.content).toBe('tick');
});

test('close waits for the answers under way, then ends the process', async () => {
  const closing = await startLocalModel(endless);
  const answering = closing.ask({ max_tokens: 300 });
  await closing.provider.warm();
  await sleep(20);
  const pid = closing.provider.pid();
  await closing.provider.close(10_000);
  expect((await answering).choices[0]?.finish_reason).toBe('length');
  expect(() => process.kill(pid ?? 0, 0)).toThrow();
  await expect(closing.ask({})).rejects.toMatchObject({ code: 'model_unavailable' });
  await closing.end();
});
