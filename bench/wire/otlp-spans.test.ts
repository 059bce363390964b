import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Child } from '../process/child.ts';
import { isListening, isSinkCounted } from './messages.ts';
import { countSpans } from './otlp-spans.ts';

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)]);

/** A protobuf field that holds bytes. */
const field = (number: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(body.length)]), body]);
};

const text = (number: number, length: number): Buffer => field(number, Buffer.from('x'.repeat(length)));
const fixed64 = (number: number): Buffer => Buffer.from([(number << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8]);

/** Trace id, name, times, kind; fields that must not be mistaken for spans lie beside the real ones. */
const span = (nameLength: number): Buffer => field(2, text(1, 16), text(5, nameLength), Buffer.from([6 << 3, 2]), fixed64(7), fixed64(8), text(2, 8));
const scope = (...spans: readonly Buffer[]): Buffer => field(2, field(1, text(1, 8), text(2, 5)), ...spans, text(3, 20));
const traces = Buffer.concat([
  field(1, field(1, text(2, 40)), scope(span(3), span(200)), scope(span(20_000))),
  field(1, field(1, text(1, 9)), scope()),
]);

test('the spans of a protobuf export are counted, and nothing else in it', () => {
  expect(countSpans(traces, 'application/x-protobuf')).toBe(3);
  expect(countSpans(Buffer.alloc(0), 'application/x-protobuf')).toBe(0);
});

test('spans are counted in JSON as well', () => {
  const body = { resourceSpans: [{ scopeSpans: [{ spans: [{}, {}] }, {}] }, { scopeSpans: [{ spans: [{}] }] }, {}] };
  expect(countSpans(Buffer.from(JSON.stringify(body)), 'application/json')).toBe(3);
});

test('what is no export, or is cut off, is refused', () => {
  expect(() => countSpans(Buffer.from('hello, this is no protobuf'), 'application/x-protobuf')).toThrow();
  expect(() => countSpans(traces.subarray(0, -1), 'application/x-protobuf')).toThrow('longer than its message');
});

test('the sink counts what it is sent, compressed or not, and knows what it could not read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sink-'));
  const script = fileURLToPath(new URL('../otlp-sink.ts', import.meta.url));
  const sink = new Child({ name: 'sink', command: process.execPath, args: [script], core: null, folder, channel: true });
  try {
    const { port } = await sink.receive(10_000, isListening);
    const send = (body: Buffer, encoding: Record<string, string> = {}): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/v1/traces`, { method: 'POST', body, headers: { 'content-type': 'application/x-protobuf', ...encoding } });
    await send(traces);
    await send(gzipSync(traces), { 'content-encoding': 'gzip' });
    await send(Buffer.from('nothing of the kind'));
    expect(await sink.receive(5000, isSinkCounted, { order: 'count' })).toMatchObject({ counts: { exports: 3, spans: 6, unreadable: 1 } });
  } finally {
    await sink.stop();
    rmSync(folder, { recursive: true });
  }
});
