import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '@plimsoll/contract/json';
import { splitAt, streamOf } from '../streams/split-at.fixture.ts';
import { exchangeOf } from './exchange.fixture.ts';
import { restoredStream } from './restored-stream.ts';
import { chatStreams, messagesStreams, textsOf } from './streams.fixture.ts';

const exchange = exchangeOf(1);
const { lexicon } = exchange.pseudonyms;

/** In full: PLIMSOLL_STREAMS=1000. Each protocol is given half. */
const streamsSplitEverywhere = Number(process.env.PLIMSOLL_STREAMS ?? 80) / 2;

const protocols = [
  { operation: 'chat', streams: chatStreams },
  { operation: 'messages', streams: messagesStreams },
] as const;

/** Arguments as the value they parse to, other texts as they are; texts that never said anything are left out. */
const readings = (stream: Buffer): Map<string, Json> =>
  new Map(
    [...textsOf(stream)].map(([name, text]): [string, Json] => [name, name.includes('call') ? (JSON.parse(text) as Json) : text]),
  );

for (const { operation, streams } of protocols) {
  const through = async (chunks: readonly Uint8Array[]): Promise<Buffer> => {
    const restored: Uint8Array[] = [];
    for await (const chunk of restoredStream(operation, streamOf(chunks), lexicon)) restored.push(chunk);
    return Buffer.concat(restored);
  };

  describe(operation, () => {
    test('every two-way split of a stream gives the same bytes, and the values in them', { timeout: 3_600_000 }, async () => {
      let splits = 0;
      await fc.assert(
        fc.asyncProperty(streams(exchange, { texts: 3, parts: 2 }), async ({ bytes, expected }) => {
          const whole = await through([bytes]);
          expect(readings(whole)).toEqual(expected);
          for (let cut = 1; cut < bytes.length; cut += 1) {
            splits += 1;
            const split = await through([bytes.subarray(0, cut), bytes.subarray(cut)]);
            if (!split.equals(whole)) expect(split.toString()).toBe(whole.toString());
          }
        }),
        { numRuns: streamsSplitEverywhere },
      );
      expect(splits).toBeGreaterThan(streamsSplitEverywhere * 100);
    });

    test('many-way splits of long streams, with several texts and tool calls at once, give the same bytes', async () => {
      await fc.assert(
        fc.asyncProperty(streams(exchange, { texts: 9, parts: 10 }), fc.array(fc.nat(100_000), { maxLength: 60 }), async ({ bytes, expected }, cuts) => {
          const whole = await through([bytes]);
          expect(readings(whole)).toEqual(expected);
          expect((await through(splitAt(bytes, cuts))).toString()).toBe(whole.toString());
        }),
        { numRuns: 300 },
      );
    });

    test('byte by byte is no different', async () => {
      await fc.assert(
        fc.asyncProperty(streams(exchange, { texts: 4, parts: 4 }), async ({ bytes }) => {
          const single = splitAt(bytes, Array.from({ length: bytes.length }, (_, at) => at));
          expect((await through(single)).toString()).toBe((await through([bytes])).toString());
        }),
        { numRuns: 30 },
      );
    });
  });
}
