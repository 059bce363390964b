import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { AttemptRecord, CallRecord } from '@plimsoll/contract/call-record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { genAiConventions, type SemconvVersion } from './genai-conventions.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { spansFromRecord } from './sdk-spans.fixture.ts';
import { SpanEncoder } from './span-encoder.ts';
import { request, requestHead } from './span-export.ts';

/** Fields of each message that hold messages themselves; all others are compared as they are. */
interface Nesting {
  readonly [field: number]: Nesting;
}
const anyValue: Nesting = { 5: { 1: {} } };
const keyValue: Nesting = { 2: anyValue };
const span: Nesting = { 9: keyValue, 15: {} };
const traceRequest: Nesting = { 1: { 1: { 1: keyValue }, 2: { 1: {}, 2: span } } };

/** Any protobuf message as a readable tree; defaults are left out, because writing one and leaving it out mean the same. */
const decode = (bytes: Uint8Array, nesting: Nesting): string[] => {
  const lines: string[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++] ?? 0);
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    const kind = tag & 7;
    if (kind === 2) {
      const length = Number(varint());
      const content = bytes.subarray(at, (at += length));
      const inner = nesting[field];
      if (length === 0) continue;
      if (inner === undefined) lines.push(`${field} ${Buffer.from(content).toString('hex')}`);
      else {
        const innerLines = decode(content, inner);
        if (innerLines.length > 0) lines.push(...innerLines.map((line) => `${field}.${line}`), `${field} end`);
      }
    } else {
      const value = kind === 0 ? varint() : Buffer.from(bytes.subarray(at, (at += kind === 1 ? 8 : 4))).toString('hex');
      if (value !== 0n) lines.push(`${field} ${value}`);
    }
  }
  return lines;
};

const hex = (digits: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: digits, maxLength: digits });
const microseconds = fc.nat({ max: 5_000_000 });
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const words = fc.string({ unit: 'grapheme', maxLength: 60 });
const outcome = fc.constantFrom('ok' as const, 'error' as const, 'abandoned' as const);

const attempt = (index: number): fc.Arbitrary<AttemptRecord> =>
  fc.record({
    index: fc.constant(index), model: words, provider: words, upstreamModel: words, startUs: microseconds, durationUs: microseconds, outcome,
    status: fc.constant(200), errorCode: optional(words), costPicoUsd: optional(fc.constant('123456789')), priceCertainty: fc.constant('exact' as const), priceSource: fc.constant(null),
    usage: fc.record({ input: fc.nat(), output: fc.nat(), cachedInput: fc.nat({ max: 3 }), cacheWrite: fc.nat({ max: 3 }) }).map((some) => ({ ...noUsage, ...some })),
  });

const record: fc.Arbitrary<CallRecord> = fc
  .record({
    id: hex(32), traceId: hex(32), spanId: hex(16), parentSpanId: optional(hex(16)), startedAt: fc.integer({ min: 1.6e12, max: 2.4e12 }), status: fc.constantFrom(200, 400, 429, 502),
    tenant: optional(words), app: optional(words), user: optional(words), feature: optional(words), session: optional(words), route: optional(words), errorCode: optional(words),
    finishReason: optional(words), durationUs: microseconds, outcome, stream: fc.boolean(), operation: fc.constantFrom('chat' as const, 'embeddings' as const),
    first: attempt(0), second: optional(attempt(1)), times: fc.array(microseconds, { minLength: 20, maxLength: 20 }),
  })
  .map(({ first, second, times, ...rest }) => {
    const attempts = second === null ? [first] : [first, second];
    let next = 0;
    const stage = (name: string, index: number | null) => ({ stage: name, attempt: index, startUs: times[next++] ?? 0, durationUs: times[next++] ?? 0 });
    return {
      ...rest, v: 1 as const, keyId: null, requestedModel: null, model: null, provider: null, firstByteUs: null, usage: noUsage, costPicoUsd: null, priceCertainty: 'unknown' as const,
      attempts, stages: [stage('record', null), stage('route', null), ...attempts.flatMap(({ index }) => [stage('reserve', index), stage('call', index)])],
      versions: { plimsoll: '1', config: 'abc', prompt: null }, sampled: true, content: null,
    };
  });

const ids = (): (() => string) => {
  let last = 0;
  return () => (++last).toString(16).padStart(16, '0');
};

test.each<SemconvVersion>(['1.36', '1.41'])('the encoder writes what the SDK\'s own serializer writes, with the conventions %s', (version) => {
  const conventions = genAiConventions(version);
  const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.2.3' });
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
      const origin = { resource, scope: { name: 'plimsoll', version: '1.2.3' }, conventions, newSpanId: ids() };
      const theirs = ProtobufTraceSerializer.serializeRequest(records.flatMap((each) => spansFromRecord(each, origin))) ?? new Uint8Array();
      const writer = new ProtobufWriter(64);
      const encoder = new SpanEncoder(writer, conventions, ids());
      const spans = records.reduce((sum, each) => sum + encoder.encode(each), 0);
      const ours = request(requestHead('shop', '1.2.3'), writer.take());
      expect(decode(ours, traceRequest)).toEqual(decode(theirs, traceRequest));
      expect(spans).toBe(records.reduce((sum, each) => sum + 1 + each.stages.length, 0));
    }),
    { numRuns: 200 },
  );
});

test('no prompt and no answer is ever in a span', () => {
  fc.assert(
    fc.property(record, (some) => {
      const writer = new ProtobufWriter(64);
      new SpanEncoder(writer, genAiConventions('1.41'), ids()).encode({ ...some, content: { request: 'the prompt of a caller', reply: 'the answer of a model' } });
      const bytes = writer.take();
      expect(bytes.includes('the prompt of a caller')).toBe(false);
      expect(bytes.includes('the answer of a model')).toBe(false);
    }),
    { numRuns: 50 },
  );
});
