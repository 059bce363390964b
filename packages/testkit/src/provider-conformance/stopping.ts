/**
 * Conformance: a call that is no longer wanted stops at once, here and upstream, and a slow reader slows the provider down.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isStream } from '@plimsoll/engine/reply';
import { answerTo, type Conversation } from './answers.ts';
import { ask, settled } from './ask.ts';
import type { ProviderUnderTest, Subject, Traits } from './traits.ts';

const reason = new Error('the caller left');

/** The upstream's newest call was cut by us, well before a time limit would have; nothing to see where there are no books. */
const upstreamSawIt = async ({ ledger }: ProviderUnderTest, { timeoutMs }: Traits): Promise<void> => {
  if (ledger === null) return;
  const newest = ledger.entries.at(-1)?.id;
  await ledger.until(({ id, state }) => id === newest && state === 'aborted', timeoutMs - 100);
};

const iterate = (body: Uint8Array | AsyncIterable<Uint8Array>): AsyncIterator<Uint8Array> => {
  if (!isStream(body)) throw new Error('expected a stream');
  return body[Symbol.asyncIterator]();
};

const readOn = async (pieces: AsyncIterator<Uint8Array>): Promise<void> => {
  while ((await pieces.next()).done !== true);
};

export const describeStopping = ({ get, traits }: Subject, operation: Conversation): void => {
  test('a call aborted beforehand is not made', async () => {
    const before = get().ledger?.entries.length;
    expect(await settled(ask(get(), operation, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(get().ledger?.entries.length).toBe(before);
  });

  test('a call that has been stopped does not hinder the next', async () => {
    for (const stream of [false, true]) {
      const leave = new AbortController();
      const call = ask(get(), operation, { stream, signal: leave.signal }).then((reply) => (stream ? readOn(iterate(reply.body)) : undefined));
      leave.abort(reason);
      expect(await settled(call, 2_000)).toBe(reason);
    }
    expect((await answerTo(get(), operation)).text).not.toBe('');
  });

  if (!traits.simulates) return;
  const forever = { stall: { at: 'before-headers', ms: null } } as const;
  const slowly = { tokens: 10_000, tokensPerSecond: 200 } as const;

  test.each([false, true])('aborted before the headers, the call stops here and upstream (stream: %s)', async (stream) => {
    const leave = new AbortController();
    const call = ask(get(), operation, { stream, signal: leave.signal, body: { simulate: forever } });
    setTimeout(() => leave.abort(reason), 50);
    expect(await settled(call, 2_000)).toBe(reason);
    await upstreamSawIt(get(), traits);
  });

  test('aborted in the middle of a stream, the reader learns why and the upstream stops', async () => {
    const leave = new AbortController();
    const body = { max_tokens: 10_000, simulate: slowly };
    const reply = await ask(get(), operation, { stream: true, signal: leave.signal, body });
    const pieces = iterate(reply.body);
    for (let count = 0; count < 4; count += 1) expect((await pieces.next()).done).not.toBe(true);
    leave.abort(reason);
    expect(await settled(readOn(pieces), 2_000)).toBe(reason);
    await upstreamSawIt(get(), traits);
  });

  test('a reader that stops early stops the upstream', async () => {
    const body = { max_tokens: 10_000, simulate: slowly };
    const reply = await ask(get(), operation, { stream: true, body });
    const pieces = iterate(reply.body);
    await pieces.next();
    await pieces.return?.();
    await upstreamSawIt(get(), traits);
  });

  test('a reader that pauses makes the upstream pause, and gets every byte in the end', async () => {
    const under = get();
    const body = { max_tokens: 100_000, simulate: { tokens: 100_000 } };
    const reply = await ask(under, operation, { stream: true, body });
    const pieces = iterate(reply.body);
    const first = await pieces.next();
    let received = first.done === true ? 0 : first.value.length;
    const entry = under.ledger?.entries.at(-1);
    // The system's own socket buffers fill first; from then on nothing may move.
    let before = -1;
    for (let tries = 0; tries < 50 && before !== entry?.sentBytes; tries += 1) {
      before = entry?.sentBytes ?? 0;
      await sleep(100);
    }
    expect(entry?.state).toBe('began');
    expect(entry?.sentBytes).toBe(before);
    expect(before).toBeLessThan(12 * 1024 * 1024);
    for (let step = await pieces.next(); step.done !== true; step = await pieces.next()) received += step.value.length;
    expect(received).toBe(entry?.sentBytes);
    expect(entry?.outputTokens).toBe(100_000);
  });
};
