import fc from 'fast-check';
import type { AttemptRecord, CallRecord } from '@plimsoll/contract/call-record';
import { outcomes, priceCertainties } from '@plimsoll/contract/call-record';
import { expect, test } from 'vitest';
import { begunText, readBegunText, readRecordText, recordText } from './record-text.ts';
import { begunCall, callRecord } from './records.fixture.ts';

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('', '"', '\\', '\ud800', '\u0000', '🚢'));
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { nil: null });
const tokens = fc.nat({ max: 5 });
const cost = maybe(fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String));

const usage = fc.record({
  input: tokens, output: tokens, cachedInput: tokens, cacheWrite: tokens, cacheWrite1h: tokens, reasoning: tokens,
  inputAudio: tokens, outputAudio: tokens, cachedInputAudio: tokens, source: fc.constantFrom('provider' as const, 'counted' as const),
});

const charges = fc.record({
  holder: fc.stringMatching(/^[0-9a-f]{16}$/),
  accounts: fc.array(fc.webPath({ size: 'small' }).map((path) => encodeURI(`b${path}`)), { minLength: 1, maxLength: 3 }),
  picoUsd: fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
});

const attempt: fc.Arbitrary<AttemptRecord> = fc.record({
  index: fc.nat({ max: 3 }), model: text, provider: text, upstreamModel: text, startUs: fc.nat(), durationUs: fc.nat(),
  outcome: fc.constantFrom(...outcomes), status: maybe(fc.integer({ min: 100, max: 599 })), errorCode: maybe(text), usage,
  costPicoUsd: cost, priceCertainty: fc.constantFrom(...priceCertainties), priceSource: maybe(text),
  charge: maybe(charges),
});

const timing = fc.record({ stage: fc.stringMatching(/^[a-z]{1,9}$/), attempt: maybe(fc.nat({ max: 4 })), startUs: fc.nat(), durationUs: fc.nat() });

const changes = fc.record({
  traceId: fc.stringMatching(/^[0-9a-f]{32}$/), parentSpanId: maybe(fc.stringMatching(/^[0-9a-f]{16}$/)), sampled: fc.boolean(), stream: fc.boolean(),
  operation: fc.constantFrom('chat' as const, 'messages' as const, 'embeddings' as const),
  tenant: maybe(text), app: maybe(text), keyId: maybe(text), user: maybe(text), feature: maybe(text), session: maybe(text),
  requestedModel: maybe(text), route: maybe(text), model: maybe(text), provider: maybe(text), outcome: fc.constantFrom(...outcomes),
  status: fc.integer({ min: 100, max: 599 }), errorCode: maybe(text), finishReason: maybe(text), cache: maybe(fc.constant('exact' as const)), reusedCostPicoUsd: cost, durationUs: fc.nat(), firstByteUs: maybe(fc.nat()),
  usage, costPicoUsd: cost, priceCertainty: fc.constantFrom(...priceCertainties), attempts: fc.array(attempt, { maxLength: 3 }),
  stages: fc.array(timing, { maxLength: 8 }), versions: fc.record({ plimsoll: text, config: text, prompt: maybe(text) }),
  content: maybe(fc.record({ request: fc.jsonValue(), reply: text }).map((value) => JSON.parse(JSON.stringify(value)) as { request: null; reply: string })),
});

test('any record is read as it was written, on one line', () => {
  fc.assert(
    fc.property(changes, fc.boolean(), (made, derived) => {
      const [first] = made.attempts;
      // As the pipeline makes them: with one attempt, the sums are that attempt's own.
      const sums = derived && first !== undefined && made.attempts.length === 1 ? { usage: first.usage, costPicoUsd: first.costPicoUsd, model: first.model } : {};
      const record: CallRecord = callRecord(7, { ...made, ...sums });
      const written = recordText(record);
      expect(written).not.toContain('\n');
      expect(readRecordText(written)).toEqual(record);
    }),
    { numRuns: 400 },
  );
});

test('what was noted of a call that has begun is read as it was written', () => {
  fc.assert(
    fc.property(changes, text, (made, name) => {
      const { tenant, app, user, session, requestedModel, route, traceId, parentSpanId, sampled, stream, versions } = made;
      const call = begunCall(7, {
        tenant, app, user, session, requestedModel, route, traceId, parentSpanId, sampled, stream, versions,
        attempt: { index: 1, model: name, provider: name, upstreamModel: name, startUs: 9, charge: made.attempts[0]?.charge ?? null },
      });
      const written = begunText(call);
      expect(written).not.toContain('\n');
      expect(readBegunText(written)).toEqual(call);
    }),
  );
});

test('an ordinary record takes a third of what its plain JSON does', () => {
  const stages = ['record', 'identify', 'read', 'compose', 'route', 'reserve', 'call'].map((stage, n) => ({ stage, attempt: n > 4 ? 0 : null, startUs: 20 * n, durationUs: 900 - n }));
  const record = callRecord(7, { stages, route: 'small' });
  const shared = { ...record, usage: record.attempts[0]?.usage ?? record.usage };
  expect(recordText(shared).length).toBeLessThan(JSON.stringify(shared).length / 2.5);
});
