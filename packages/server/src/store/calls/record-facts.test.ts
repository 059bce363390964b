import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { readCharge, readRecordText, recordText } from '../../spool/record-text.ts';
import { callRecord } from './calls.fixture.ts';
import { factsOf } from './record-facts.ts';
import { factsOfUsual } from './usual-record.ts';

const attempt = callRecord(0).attempts[0] ?? (() => { throw new Error('the made-up call has an attempt'); })();
const usage = { ...attempt.usage, input: 7, output: 9 };

const expectSameFacts = (record: CallRecord): void => {
  const facts = factsOf(recordText(record));
  expect(facts).not.toBeNull();
  const { usage: counted, charges, ...others } = facts ?? { usage, charges: [] };
  expect(charges.map(readCharge)).toEqual(record.attempts.flatMap(({ charge }) => charge ?? []));
  expect(record).toMatchObject(others);
  expect(readRecordText(recordText(record))).toMatchObject(others);
  expect(record.usage).toMatchObject(counted);
};

test('are the same as those of the whole record', () => {
  const records = [
    callRecord(1),
    callRecord(2, { tenant: null, app: null, keyId: null, requestedModel: null, model: null, provider: null, attempts: [], costPicoUsd: null, priceCertainty: 'unknown' }),
    callRecord(3, { user: 'Ada "the first"', feature: '\u{1F6A2}\0', session: 's', requestedModel: 'other', model: 'large', provider: null, outcome: 'error', errorCode: 'provider_timeout' }),
    callRecord(4, { attempts: [{ ...attempt, outcome: 'error' }, { ...attempt, index: 1, model: 'large', provider: 'other' }], model: 'large', provider: 'other', usage, costPicoUsd: '2000' }),
    callRecord(5, { attempts: [{ ...attempt, costPicoUsd: null, usage }], usage, costPicoUsd: null, outcome: 'abandoned' }),
    callRecord(6, { costPicoUsd: null, content: { request: { model: null, id: 'x' }, reply: 'a' } }),
    callRecord(7, { attempts: [], model: 'small', outcome: 'interrupted', costPicoUsd: '0' }),
  ];
  for (const record of records) expectSameFacts(record);
});

const plain = fc.stringMatching(/^[a-zé ]{0,6}$/);
const word = fc.oneof({ weight: 40, arbitrary: plain }, fc.string({ unit: 'binary' }), fc.constantFrom('a', '"', '\\', '","model":"x', '\n', '\u{1F6A2}', ''));
const name = fc.option(word);
const tokens = fc.record({ input: fc.nat(), output: fc.nat(), cachedInput: fc.nat(2), reasoning: fc.nat(2), source: fc.constantFrom('provider', 'counted') });
const picoUsd = fc.option(fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String));
const anyRecord = fc
  .record({
    tenant: name, app: name, user: name, feature: name, session: name, requestedModel: name, errorCode: name, route: name, parentSpanId: name, finishReason: name,
    outcome: fc.constantFrom('ok', 'error', 'abandoned', 'interrupted'), stream: fc.boolean(), sampled: fc.boolean(), durationUs: fc.nat(), firstByteUs: fc.option(fc.nat()),
    usage: tokens, costPicoUsd: picoUsd, attemptUsage: fc.option(tokens), attemptCost: picoUsd, attempts: fc.nat(2), model: word, priceSource: name, status: fc.option(fc.nat(599)),
    charge: fc.option(fc.record({ holder: fc.stringMatching(/^[0-9a-f]{16}$/), accounts: fc.constant(['monthly//2026-11', 'each/acme:a%20b/total']), picoUsd: fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String) })),
  })
  .map(({ attempts, attemptUsage, attemptCost, model, priceSource, status, charge, ...changes }): CallRecord => {
    const counted = { ...noUsage, ...changes.usage } as const;
    const one = { ...attempt, model, usage: attemptUsage === null ? counted : { ...noUsage, ...attemptUsage }, costPicoUsd: attemptCost, priceSource, status, charge, errorCode: changes.errorCode } as const;
    return callRecord(1, { ...changes, usage: counted, attempts: Array.from({ length: attempts }, (_, index) => ({ ...one, index })), model });
  });

test('are the same as those of the whole record, whatever is in it, also where a regular expression can tell them', () => {
  let usual = 0;
  fc.assert(
    fc.property(anyRecord, (record) => {
      usual += factsOfUsual(recordText(record)) === null ? 0 : 1;
      expectSameFacts(record);
    }),
    { numRuns: 500 },
  );
  expect(usual).toBeGreaterThan(20);
});

test('of usual records are told by the regular expression, which is what makes reading them cheap', () => {
  const usual = [
    callRecord(1),
    callRecord(2, { user: 'Ada', feature: 'f', session: 's', traceId: 'f'.repeat(32), parentSpanId: '0'.repeat(16), sampled: false, stream: true, firstByteUs: null }),
    callRecord(3, { outcome: 'error', errorCode: 'provider_timeout', status: 504, finishReason: null, costPicoUsd: null, priceCertainty: 'unknown', attempts: [{ ...attempt, outcome: 'error', status: null, errorCode: 'x', costPicoUsd: null, priceCertainty: 'unknown', priceSource: null }] }),
    callRecord(8, { attempts: [{ ...attempt, charge: { holder: '0123456789abcdef', accounts: ['monthly//2026-11', 'each/acme:a%20b/total'], picoUsd: '12' } }] }),
    callRecord(4, { tenant: null, app: null, keyId: null, usage: { ...usage, cachedInput: 3, source: 'counted' }, costPicoUsd: '1' }),
  ];
  for (const record of usual) expect(factsOfUsual(recordText(record))).not.toBeNull();
});

test('what the regular expression takes for a record is JSON', () => {
  const chars = fc.constantFrom('"', '\\', ',', '{', '}', '0', '-', '.', 'e', 'x', ' ', '\0', '\n');
  fc.assert(
    fc.property(anyRecord, fc.nat(), chars, fc.nat(1), (record, at, char, removed) => {
      const text = recordText(record);
      const place = at % text.length;
      const damaged = text.slice(0, place) + char + text.slice(place + removed);
      const facts = factsOfUsual(damaged);
      if (facts === null) return;
      const { charges, ...others } = facts;
      expect(readRecordText(damaged)).toMatchObject(others);
      expect(charges.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 3000 },
  );
});

test('are none where the text is damaged', () => {
  const text = recordText(callRecord(1));
  for (const damaged of [text.slice(1), text.slice(0, -1), text.replace('"attempts":[', '"attempts":7,"x":['), text.replace('"id":"0', '"id":"x'), 'null', '']) expect(factsOf(damaged)).toBeNull();
});
