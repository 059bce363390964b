import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '@plimsoll/contract/errors';
import { meterFor } from '../metering/reading.ts';
import { SseSplitter } from '../streams/sse.ts';
import { readText, splitAt, streamOf } from '../streams/split-at.fixture.ts';
import { answers, chatStream, messagesStream, tapes, type Answer } from './replies.fixture.ts';
import { translationBetween } from './translation.ts';
import { data, events, toChat, toMessages, withUsage } from './wire.fixture.ts';

const meterReads = (operation: 'chat' | 'messages', stream: Uint8Array): object => {
  const meter = meterFor(operation);
  for (const event of new SseSplitter().push(stream)) meter.event(event);
  const { usage, text, complete, error } = meter.read();
  return { usage, text, complete, error };
};

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(events({ type: 'message_start', message: { id: 'msg_1' } }));
  throw new PlimsollError('provider_timeout');
}

/** Reads until the stream fails; what came before stays in `pieces`. */
const readInto = async (pieces: Uint8Array[], stream: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const piece of stream) pieces.push(piece);
};

const short: Answer = { reasoning: '', text: 'abcdef', calls: [], usage: { input: 1, cached: 0, output: 1 }, cutShort: false };

describe('both ways', () => {
  const both = [
    {
      name: 'chat',
      translation: toChat,
      make: (answer: Answer, tape: readonly number[]) => messagesStream(answer, tape),
      provider: 'messages',
      caller: 'chat',
    },
    {
      name: 'messages',
      translation: toMessages,
      make: (answer: Answer, tape: readonly number[]) => chatStream(answer, tape, true),
      provider: 'chat',
      caller: 'messages',
    },
  ] as const;

  for (const { name, translation, make, provider, caller } of both) {
    test(`any split of the provider's bytes gives the same ${name} bytes`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, tapes, fc.array(fc.nat(5000), { maxLength: 20 }), async (answer, tape, cuts) => {
          const bytes = make(answer, tape);
          const whole = await readText(translation.stream(streamOf([bytes]), withUsage));
          expect(await readText(translation.stream(streamOf(splitAt(bytes, cuts)), withUsage))).toBe(whole);
        }),
        { numRuns: 150 },
      );
    });

    test(`a stream that breaks off gives a part of the whole ${name} stream and then provider_closed`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, tapes, fc.nat(5000), async (answer, tape, at) => {
          const bytes = make(answer, tape);
          const whole = await readText(translation.stream(streamOf([bytes]), withUsage));
          const pieces: Uint8Array[] = [];
          const broken = streamOf([bytes.subarray(0, at % bytes.length)]);
          try {
            for await (const piece of translation.stream(broken, withUsage)) pieces.push(piece);
          } catch (error) {
            expect(error).toMatchObject({ name: 'PlimsollError', code: 'provider_closed' });
            expect(whole.startsWith(Buffer.concat(pieces).toString())).toBe(true);
            return;
          }
          // Nothing but the terminator or the usage chunk was missing.
          expect(bytes.subarray(0, at % bytes.length).toString()).toMatch(/"(?:stop|finish)_reason":"/);
          expect(Buffer.concat(pieces).toString()).toMatch(/\[DONE\]|message_stop/);
        }),
        { numRuns: 150 },
      );
    });

    test(`a meter reads the same from the provider's stream and from the ${name} stream made of it`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, tapes, async (answer, tape) => {
          const bytes = make(answer, tape);
          const text = await readText(translation.stream(streamOf([bytes]), withUsage));
          expect(meterReads(caller, Buffer.from(text))).toEqual(meterReads(provider, bytes));
        }),
        { numRuns: 150 },
      );
    });

    test(`each event is passed on as ${name} before the next is asked for`, async () => {
      const answer = {
        reasoning: 'abc',
        text: 'def',
        calls: [{ id: 'call_0', name: 'f', input: { a: 1 } }],
        usage: { input: 1, cached: 0, output: 1 },
        cutShort: false,
      };
      const pieces = new SseSplitter().push(make(answer, [0]));
      let given = 0;
      async function* source(): AsyncGenerator<Uint8Array> {
        for (const { bytes } of pieces) {
          given += 1;
          yield bytes;
        }
      }
      const seenAt: number[] = [];
      for await (const _ of translation.stream(source(), withUsage)) seenAt.push(given);
      expect(new Set(seenAt).size).toBe(seenAt.length);
      expect(seenAt.length).toBeGreaterThan(8);
    });

    test(`a ${name} caller who leaves stops the source`, async () => {
      let stopped = false;
      async function* endless(): AsyncGenerator<Uint8Array> {
        try {
          yield make(short, [0]).subarray(0, 700);
          for (;;) yield Buffer.from(': wait\n\n');
        } finally {
          stopped = true;
        }
      }
      for await (const _ of translation.stream(endless(), {})) break;
      expect(stopped).toBe(true);
    });
  }

  test('what follows the terminator is not passed on, and an endless rest is not read for ever', async () => {
    const bytes = messagesStream(short, [0]);
    let kibibytes = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytes;
      for (; kibibytes < 10_000; kibibytes += 1) yield Buffer.alloc(1024, ' ');
    }
    const text = await readText(toChat.stream(source(), {}));
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(kibibytes).toBeLessThan(100);
  });

  test('an event that makes no sense does not take those before it in the same chunk along', async () => {
    const begins = [
      [toChat, events({ type: 'message_start', message: { id: 'msg_1' } })],
      [toMessages, data({ id: 'chatcmpl-1', choices: [] })],
    ] as const;
    for (const [translation, begin] of begins) {
      const pieces: Uint8Array[] = [];
      const source = streamOf([Buffer.from(`${begin}data: <html>\n\n`)]);
      await expect(readInto(pieces, translation.stream(source, {}))).rejects.toMatchObject({ code: 'provider_invalid_reply' });
      expect(Buffer.concat(pieces).toString()).toMatch(/"role":"assistant"/);
    }
  });

  test('a source that throws lets what came before through', async () => {
    const pieces: Uint8Array[] = [];
    await expect(readInto(pieces, toChat.stream(breaking(), {}))).rejects.toMatchObject({ code: 'provider_timeout' });
    expect(Buffer.concat(pieces).toString()).toContain('"role":"assistant"');
  });

  test('only chat and messages translate, and only into one another', () => {
    expect(translationBetween('chat', 'chat')).toBeNull();
    expect(translationBetween('messages', 'messages')).toBeNull();
    expect(translationBetween('embeddings', 'chat')).toBeNull();
    expect(translationBetween('chat', 'embeddings')).toBeNull();
  });
});
