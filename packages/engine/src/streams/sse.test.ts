import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlimsollError } from '@plimsoll/contract/errors';
import { encodeSse, SseSplitter, type SseEvent } from './sse.ts';
import { splitAt } from './split-at.fixture.ts';

const readAll = (chunks: readonly Uint8Array[]): SseEvent[] => {
  const splitter = new SseSplitter();
  const events = chunks.flatMap((chunk) => splitter.push(chunk));
  return [...events, ...splitter.end()];
};
const carried = (events: readonly SseEvent[]): { event: string | null; data: string }[] =>
  events.filter((event) => event.data !== '' || event.event !== null).map(({ event, data }) => ({ event, data }));
const joined = (events: readonly SseEvent[]): string => Buffer.concat(events.map((event) => event.bytes)).toString('latin1');

describe('SseSplitter', () => {
  test('reads the shapes that OpenAI and Anthropic send', () => {
    expect(carried(readAll([Buffer.from('data: {"a":1}\n\nevent: ping\ndata: {}\n\ndata: [DONE]\n\n')]))).toEqual([
      { event: null, data: '{"a":1}' },
      { event: 'ping', data: '{}' },
      { event: null, data: '[DONE]' },
    ]);
  });

  test('reads every kind of line end, comments, several data lines, a byte order mark and a missing blank line', () => {
    const text = '\uFEFFdata:one\ndata: two\r\n\r\n: ping\n\nid: 7\revent: x\rdata\r\rretry: 5\n\ndata: last';
    expect(carried(readAll([Buffer.from(text)]))).toEqual([
      { event: null, data: 'one\ntwo' },
      { event: 'x', data: '' },
      { event: null, data: 'last' },
    ]);
  });

  test('returns an event with the chunk that completes it, not with the next', () => {
    const splitter = new SseSplitter();
    expect(splitter.push(Buffer.from('data: 1\n'))).toEqual([]);
    expect(carried(splitter.push(Buffer.from('\n')))).toEqual([{ event: null, data: '1' }]);
    expect(carried(splitter.push(Buffer.from('data: 2\r\n\r')))).toEqual([{ event: null, data: '2' }]);
    expect(carried(splitter.push(Buffer.from('\ndata: 3\r\n\r\n')))).toEqual([{ event: null, data: '3' }]);
  });

  test('does not take the end of a line that began in an earlier chunk for a blank line', () => {
    const chunks = ['data: 1\r\ndata: 2', '\r\ndata: 3\r\n\r\n'].map((chunk) => Buffer.from(chunk));
    expect(carried(readAll(chunks))).toEqual([{ event: null, data: '1\n2\n3' }]);
  });

  test('does not copy an event that lies in one chunk', () => {
    const chunk = Buffer.from('data: 1\n\ndata: 2\n\n');
    for (const event of new SseSplitter().push(chunk)) expect(event.bytes.buffer).toBe(chunk.buffer);
  });

  test('refuses an event over the limit after it has returned those before it', () => {
    const limits = { maxEventBytes: 32 };
    const big = Buffer.from(`data: ${'x'.repeat(40)}`);
    for (const chunks of [[big], [Buffer.concat([big, Buffer.from('\n\n')])], [big.subarray(0, 20), big.subarray(20)]]) {
      const splitter = new SseSplitter(limits);
      expect(() => chunks.forEach((chunk) => splitter.push(chunk))).toThrow(PlimsollError);
    }
    const splitter = new SseSplitter(limits);
    expect(carried(splitter.push(Buffer.concat([Buffer.from('data: 1\n\n'), big])))).toEqual([{ event: null, data: '1' }]);
    expect(() => splitter.push(Buffer.from('x'))).toThrow(/larger than 32 bytes/);
    expect(() => splitter.end()).toThrow(PlimsollError);
  });

  test('takes a large event in small chunks in linear time', () => {
    const splitter = new SseSplitter();
    const piece = Buffer.alloc(1024, 'x');
    splitter.push(Buffer.from('data: '));
    for (let kib = 0; kib < 8 * 1024; kib += 1) expect(splitter.push(piece).length).toBe(0);
    expect(splitter.push(Buffer.from('\n\n'))[0]?.data.length).toBe(8 * 1024 * 1024);
  });

  const soup = fc.array(
    fc.constantFrom('data: ', 'data:', 'event: e', ':', 'x', 'é', '😀', '\n', '\n\n', '\r', '\r\n', '\r\n\r\n', '\uFEFF', ' '),
    { maxLength: 40 },
  );

  test('gives the input back byte for byte and the same events, however the chunks are split', () => {
    fc.assert(
      fc.property(soup, fc.array(fc.nat(200), { maxLength: 12 }), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const whole = readAll([bytes]);
        const split = readAll(splitAt(bytes, cuts));
        expect(joined(whole)).toBe(bytes.toString('latin1'));
        expect(joined(split)).toBe(bytes.toString('latin1'));
        expect(carried(split)).toEqual(carried(whole));
      }),
      { numRuns: 2000 },
    );
  });

  test('gives the same bytes and events when every byte comes alone, even bytes that are no UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), soup, (noise, parts) => {
        const bytes = Buffer.concat([Buffer.from(parts.join('')), noise]);
        const split = readAll([...bytes].map((byte) => Uint8Array.of(byte)));
        expect(joined(split)).toBe(bytes.toString('latin1'));
        expect(carried(split)).toEqual(carried(readAll([bytes])));
      }),
      { numRuns: 500 },
    );
  });
});

test('encodeSse is read back by the splitter', () => {
  const word = fc.string({ minLength: 1, unit: fc.constantFrom('a', ' ', ':', 'é', '😀', '\uFEFF', '\n', '\r', '\0') });
  fc.assert(
    fc.property(fc.option(fc.constantFrom('a', 'message_start')), fc.array(word, { minLength: 1, maxLength: 4 }), (event, lines) => {
      const data = lines.map((line) => line.replaceAll(/[\r\n]/g, '')).join('\n');
      fc.pre(data !== '' || event !== null);
      expect(carried(readAll([encodeSse(event, data)]))).toEqual([{ event, data: Buffer.from(data).toString() }]);
    }),
  );
});
