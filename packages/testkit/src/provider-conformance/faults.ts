/**
 * Conformance: a provider's failures are told apart, each by its code in the catalogue, and nothing of what failed leaks.
 */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { ErrorCode, PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import { isStream } from '@plimsoll/engine/reply';
import type { Behaviour } from '../simulated/behaviour.ts';
import { htmlMarker } from '../simulated/fault-plan.ts';
import { parseJson } from '../simulated/json-values.ts';
import { answerTo, type Conversation } from './answers.ts';
import { ask, errorOf, readAll, readJson } from './ask.ts';
import type { ProviderUnderTest, Subject } from './traits.ts';

/** Neither the key nor the page may be in anything that a caller sees or a log prints. */
const expectNoLeak = (error: PlimsollError, { secret }: ProviderUnderTest): void => {
  const printed = `${error.message}\n${inspect(error, { depth: 10, showHidden: true })}`;
  expect(printed).not.toContain(htmlMarker);
  if (secret !== null) expect(printed).not.toContain(secret);
};

const simulating = (changes: Partial<Behaviour>): JsonObject => ({ simulate: parseJson(JSON.stringify(changes)) });

export const describeFaults = ({ get, traits }: Subject, operation: Conversation): void => {
  const failsWith = async (changes: Partial<Behaviour>, code: ErrorCode, stream: boolean): Promise<PlimsollError> => {
    const error = await errorOf(ask(get(), operation, { stream, body: simulating(changes) }).then(readAll));
    expect(error.code).toBe(code);
    expectNoLeak(error, get());
    return error;
  };

  for (const stream of [false, true]) {
    const way = stream ? 'streamed' : 'whole';

    test(`dropped before the headers: provider_refused (${way})`, () => failsWith({ drop: 'before-headers' }, 'provider_refused', stream));
    test(`dropped in the middle of the body: provider_closed (${way})`, () => failsWith({ drop: 'mid-body' }, 'provider_closed', stream));
    test(`silent before the headers: provider_timeout (${way})`, () =>
      failsWith({ stall: { at: 'before-headers', ms: null } }, 'provider_timeout', stream));
    test(`silent in the middle of the body: provider_timeout (${way})`, () =>
      failsWith({ stall: { at: 'mid-body', ms: null } }, 'provider_timeout', stream));
    test(`a page instead of an answer: provider_invalid_reply (${way})`, () => failsWith({ html: true }, 'provider_invalid_reply', stream));
    test(`a page with status 404: provider_invalid_reply (${way})`, () =>
      failsWith({ html: true, status: 404 }, 'provider_invalid_reply', stream));
    test(`a page with status 502: provider_failed (${way})`, () => failsWith({ html: true, status: 502 }, 'provider_failed', stream));
    test.each([500, 503, 529])(`status %i: provider_failed (${way})`, async (status) => {
      await failsWith({ status }, 'provider_failed', stream);
    });
    test.each([401, 403])(`status %i: provider_credentials (${way})`, async (status) => {
      expect((await failsWith({ status }, 'provider_credentials', stream)).retryable).toBe(false);
    });
    test(`status 429: provider_rate_limited with the time to wait (${way})`, async () => {
      expect((await failsWith({ status: 429, retryAfter: '7' }, 'provider_rate_limited', stream)).retryAfterS).toBe(7);
      expect((await failsWith({ status: 429 }, 'provider_rate_limited', stream)).retryAfterS).toBeNull();
    });
    test.each([400, 404, 422])(`status %i is the caller's to see, whole (${way})`, async (status) => {
      const reply = await ask(get(), operation, { stream, body: simulating({ status }) });
      expect(reply.status).toBe(status);
      expect(await readJson(reply)).toMatchObject({ error: { message: `Simulated error ${status}.` } });
    });
  }

  test('JSON that stops in the middle: provider_invalid_reply', () => failsWith({ malformed: true }, 'provider_invalid_reply', false));

  test('what came before a stream broke is delivered first', async () => {
    const reply = await ask(get(), operation, { stream: true, body: simulating({ drop: 6 }) });
    if (!isStream(reply.body)) throw new Error('expected a stream');
    let text = '';
    const error = await errorOf(
      (async (body) => {
        for await (const piece of body) text += Buffer.from(piece).toString('utf8');
      })(reply.body),
    );
    expect(error.code).toBe('provider_closed');
    expect(text.match(/^data: /gm)).toHaveLength(6);
  });

  test('a stall shorter than the time limit does no harm', async () => {
    const stall = { at: 3, ms: Math.floor(traits.timeoutMs / 4) };
    const streamed = await answerTo(get(), operation, { stream: true, body: simulating({ stall }) });
    expect(streamed.text).toBe((await answerTo(get(), operation)).text);
  });

  test('an answer that comes byte by byte is the same answer', async () => {
    for (const stream of [false, true]) {
      const dripped = await answerTo(get(), operation, { stream, body: simulating({ dripMs: 0, tokens: 2 }) });
      expect(dripped.text).toBe('The line');
    }
  });

  test('an address where nothing listens: provider_refused', async () => {
    const under = get();
    if (under.unreachable === null) return;
    const error = await errorOf(ask({ ...under, provider: under.unreachable }, operation));
    expect(error.code).toBe('provider_refused');
    expectNoLeak(error, under);
  });
};
