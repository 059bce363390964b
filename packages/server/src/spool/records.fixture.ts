/** Made-up calls for tests. */
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import { recordText } from './record-text.ts';
import type { SpooledCall } from './spool-lines.ts';

const start = Date.UTC(2026, 10, 21, 9, 0, 0);

/** The nth id, in hex. */
export const idOf = (n: number): string => n.toString(16).padStart(32, '0');

/** @param n tells calls apart; each begins a millisecond after the one before it. */
export const begunCall = (n: number, changes: Partial<BegunCall> = {}): BegunCall => ({
  id: idOf(n),
  traceId: idOf(n),
  spanId: n.toString(16).padStart(16, '0'),
  parentSpanId: null,
  sampled: true,
  startedAt: start + n,
  operation: 'chat',
  stream: false,
  tenant: 'default',
  app: 'shop',
  keyId: 'k_1',
  user: null,
  feature: null,
  session: null,
  requestedModel: 'small',
  route: 'default',
  versions: { plimsoll: '0.1.0', config: 'c1', prompt: null },
  attempt: { index: 0, model: 'small', provider: 'simulated', upstreamModel: 'sim-1', startUs: 150, charge: null },
  ...changes,
});

export const callRecord = (n: number, changes: Partial<CallRecord> = {}): CallRecord => {
  const { attempt, ...call } = begunCall(n);
  const usage = { ...noUsage, input: 100, output: 20, source: 'provider' as const };
  const priced = { usage, costPicoUsd: '1000', priceCertainty: 'exact' as const };
  return {
    v: 1,
    ...call,
    model: 'small',
    provider: 'simulated',
    outcome: 'ok',
    status: 200,
    errorCode: null,
    finishReason: 'stop',
    cache: null,
    reusedCostPicoUsd: null,
    shaped: null,
    guarded: null,
    deferred: false,
    durationUs: 250_000,
    firstByteUs: 20_000,
    ...priced,
    attempts: [{ ...attempt, durationUs: 240_000, outcome: 'ok', status: 200, errorCode: null, priceSource: 'test', ...priced }],
    stages: [{ stage: 'call', attempt: 0, startUs: 150, durationUs: 240_000 }],
    content: null,
    ...changes,
  };
};

export const spooled = (record: CallRecord): SpooledCall => ({ record, text: recordText(record) });
