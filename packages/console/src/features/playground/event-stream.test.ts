import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, readEvents } from './event-stream.ts';

const encoder = new TextEncoder();

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

const read = async (text: string, sizes: readonly number[] = []): Promise<readonly string[]> => {
  const events: string[] = [];
  for await (const event of readEvents(inPieces(encoder.encode(text), sizes))) events.push(event);
  return events;
};

test('events end at an empty line; comments, ids and names are passed over', async () => {
  expect(await read(': hello\n\nevent: message\nid: 1\ndata: {"a":1}\n\ndata:[DONE]\n\n')).toEqual(['{"a":1}', '[DONE]']);
});

test('several data lines are one event, and one leading space is no data', async () => {
  expect(await read('data: a\ndata:  b\ndata\n\n')).toEqual(['a\n b\n']);
});

test('an event that the end cut off is dropped', async () => {
  expect(await read('data: whole\n\ndata: half')).toEqual(['whole']);
  expect(await read('data: whole\n\ndata: half\n')).toEqual(['whole']);
});

test('all three line ends work, also when the stream ends with a CR', async () => {
  expect(await read('data: a\r\n\r\ndata: b\r\rdata: c\n\n')).toEqual(['a', 'b', 'c']);
  expect(await read('data: a\r\r')).toEqual(['a']);
});

test('any split of the bytes reads the same, also inside a character', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''));
  const end = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }), end, fc.array(fc.nat(12), { maxLength: 40 }), async (events, eol, sizes) => {
      const text = events.map((lines) => lines.map((data) => `data: ${data}${eol}`).join('') + eol).join('');
      expect(await read(text, sizes)).toEqual(events.map((lines) => lines.join('\n')));
    }),
  );
});

test('an endless event is refused instead of filling the memory', async () => {
  await expect(read(`data: ${'x'.repeat(4_000_001)}`)).rejects.toThrow(RangeError);
});

test('a body that is left early is cancelled', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(encoder.encode('data: a\n\n')),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const event of readEvents(bytesOf(body))) {
    expect(event).toBe('a');
    break;
  }
  expect(cancelled).toBe(true);
});
