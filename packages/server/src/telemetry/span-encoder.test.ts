import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { noUsage } from '@plimsoll/contract/token-usage';
import { operations } from '@plimsoll/contract/operation';
import type { AttemptRecord, CallRecord, StageTiming } from '@plimsoll/contract/call-record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { genAiConventions, type SemconvVersion } from './genai-conventions.ts';
import { SpanBatch } from './span-batch.ts';
import { spansFromRecord } from './sdk-spans.fixture.ts';
import { SpanEncoder } from './span-encoder.ts';

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
const microseconds = fc.oneof(fc.nat({ max: 5_000_000 }), fc.constantFrom(0, 4_294_967, 4_294_968, 2 ** 40));
const tokens = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 127, 128, 2 ** 28, 2 ** 31, 2 ** 53 - 1));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });
const words = fc.string({ unit: 'grapheme', maxLength: 60 });
const outcome = fc.constantFrom('ok' as const, 'error' as const, 'abandoned' as const, 'interrupted' as const);

const attempt = (index: number): fc.Arbitrary<AttemptRecord> =>
  fc.record({
    index: fc.constant(index), model: words, provider: words, upstreamModel: words, startUs: microseconds, durationUs: microseconds, outcome,
    status: fc.constant(200), errorCode: optional(words), costPicoUsd: optional(fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String)), priceCertainty: fc.constant('exact' as const), priceSource: fc.constant(null), charge: fc.constant(null),
    usage: fc.record({ input: tokens, output: tokens, cachedInput: tokens, cacheWrite: tokens }).map((some) => ({ ...noUsage, ...some })),
  });

const stage = (name: string, index: number | null): fc.Arbitrary<StageTiming> =>
  fc.record({ stage: fc.constant(name), attempt: fc.constant(index), startUs: microseconds, durationUs: microseconds });

const stages = (attempts: number): fc.Arbitrary<StageTiming[]> =>
  fc.tuple(
    stage('record', null), ...(attempts === 0 ? [] : [stage('route', null)]),
    ...Array.from({ length: attempts }, (_, index) => [stage('reserve', index), stage('call', index)]).flat(),
  );

const attemptsAndStages = fc.nat({ max: 2 }).chain((count) => fc.record({ attempts: fc.tuple(...Array.from({ length: count }, (_, index) => attempt(index))), stages: stages(count) }));

const record: fc.Arbitrary<CallRecord> = fc
  .record({
    id: hex(32), traceId: hex(32), spanId: hex(16), parentSpanId: optional(hex(16)), startedAt: fc.integer({ min: 1.6e12, max: 2.4e12 }), status: fc.constantFrom(200, 400, 429, 502),
    tenant: optional(words), app: optional(words), user: optional(words), feature: optional(words), session: optional(words), route: optional(words), errorCode: optional(words),
    finishReason: optional(words), cache: fc.constantFrom(null, 'exact' as const, 'semantic' as const),
    shaped: optional(fc.record({ turns: fc.nat(), trimmed: fc.nat(), duplicates: fc.nat(), tokensBefore: fc.nat(), tokensAfter: fc.nat(), observed: fc.boolean() })), reusedCostPicoUsd: fc.constant(null), guarded: fc.constant(null), deferred: fc.boolean(), durationUs: microseconds, outcome, stream: fc.boolean(), operation: fc.constantFrom(...operations),
    versions: words.map((config) => ({ plimsoll: '1', config, prompt: null })), path: attemptsAndStages,
  })
  .map(({ path, ...rest }) => ({
    ...rest, ...path, v: 1 as const, keyId: null, requestedModel: null, model: null, provider: null, firstByteUs: null, usage: noUsage, costPicoUsd: null, priceCertainty: 'unknown' as const,
    sampled: true, content: null,
  }));

/** A thing, but for some fields, which are another's. */
const mixed = <T extends object>(one: T, other: T | undefined, fields: readonly (keyof T)[]): T =>
  other === undefined ? one : { ...one, ...Object.fromEntries(fields.map((field) => [field, other[field]])) };

/** What differs between calls of one shape, and what may make it another shape. */
const own = { record: ['id', 'traceId', 'spanId', 'startedAt', 'durationUs'], attempt: ['startUs', 'durationUs', 'usage'], stage: ['startUs', 'durationUs'] } as const;
const shared = {
  record: ['parentSpanId', 'status', 'tenant', 'app', 'user', 'feature', 'session', 'route', 'errorCode', 'finishReason', 'outcome', 'stream', 'operation', 'versions', 'attempts', 'stages'],
  attempt: ['index', 'model', 'provider', 'upstreamModel', 'outcome', 'errorCode', 'costPicoUsd'],
  stage: ['stage', 'attempt'],
} as const;

/** Some fields of another call: none leaves the shape as it is, one shows whether it makes the shape another. */
const noneOrOne = <T>(fields: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<readonly T[]>([]) }, { weight: 1, arbitrary: fc.constantFrom(...fields).map((field) => [field]) });

/** Many calls of few shapes: each has ids, times and numbers of its own, and at times one more thing. */
const traffic: fc.Arbitrary<CallRecord[]> = fc
  .tuple(record, fc.array(fc.record({ other: record, fields: noneOrOne(shared.record), attempt: noneOrOne(shared.attempt), stage: noneOrOne(shared.stage) }), { minLength: 1, maxLength: 8 }))
  .map(([one, changes]) => [
    one,
    ...changes.map(({ other, fields, attempt: attemptFields, stage: stageFields }) =>
      mixed(
        {
          ...one,
          attempts: one.attempts.map((each, index) => mixed(each, other.attempts.at(index - 1), [...own.attempt, ...attemptFields])),
          stages: one.stages.map((each, index) => mixed(each, other.stages.at(index - 3), [...own.stage, ...(index > 1 ? stageFields : [])])),
        },
        other,
        [...own.record, ...fields],
      ),
    ),
    one,
  ]);

/** The same ids, as the encoder draws them: in two halves. */
const idWords = (): (() => number) => {
  let drawn = 0;
  return () => (drawn++ % 2 === 0 ? 0 : drawn / 2);
};

const ids = (): (() => string) => {
  let last = 0;
  return () => (++last).toString(16).padStart(16, '0');
};

test.each<SemconvVersion>(['1.36', '1.41'])('the encoder writes what the SDK\'s own serializer writes, with the conventions %s', (version) => {
  const conventions = genAiConventions(version);
  const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.2.3' });
  fc.assert(
    fc.property(traffic, (records) => {
      const origin = { resource, scope: { name: 'plimsoll', version: '1.2.3' }, conventions, newSpanId: ids() };
      const theirs = ProtobufTraceSerializer.serializeRequest(records.flatMap((each) => spansFromRecord(each, origin))) ?? new Uint8Array();
      const batch = new SpanBatch('shop', '1.2.3', 64);
      const encoder = new SpanEncoder(batch, conventions, idWords());
      const spans = records.reduce((sum, each) => sum + encoder.encode(each), 0);
      const ours = batch.take();
      expect(decode(ours, traceRequest)).toEqual(decode(theirs, traceRequest));
      expect(spans).toBe(records.reduce((sum, each) => sum + 1 + each.stages.length, 0));
    }),
    { numRuns: 200 },
  );
});

test('more shapes than templates are kept, and templates too large to keep, change nothing', () => {
  const [one] = fc.sample(record, { numRuns: 1, seed: 1 });
  const [other] = fc.sample(record, { numRuns: 1, seed: 2 });
  if (one === undefined || other === undefined) throw new Error('no sample');
  const conventions = genAiConventions('1.41');
  const routes = Array.from({ length: 1500 }, (_, index) => ({ ...one, route: `route ${index % 1100}` }));
  const records = [...routes, { ...one, finishReason: 'x'.repeat(50_000) }, { ...other, finishReason: 'y'.repeat(50_000) }, one, other];
  const batch = new SpanBatch('shop', '1.2.3', 1024);
  const encoder = new SpanEncoder(batch, conventions, idWords());
  const nextId = ids();
  for (const each of records) {
    encoder.encode(each);
    const origin = { resource: resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.2.3' }), scope: { name: 'plimsoll', version: '1.2.3' }, conventions, newSpanId: nextId };
    const theirs = ProtobufTraceSerializer.serializeRequest(spansFromRecord(each, origin)) ?? new Uint8Array();
    expect(decode(batch.take(), traceRequest)).toEqual(decode(theirs, traceRequest));
  }
});

test('no prompt and no answer is ever in a span', () => {
  fc.assert(
    fc.property(record, (some) => {
      const batch = new SpanBatch('shop', '1.2.3', 64);
      new SpanEncoder(batch, genAiConventions('1.41'), idWords()).encode({ ...some, content: { request: 'the prompt of a caller', reply: 'the answer of a model' } });
      const bytes = batch.take();
      expect(bytes.includes('the prompt of a caller')).toBe(false);
      expect(bytes.includes('the answer of a model')).toBe(false);
    }),
    { numRuns: 50 },
  );
});
