import { emptyResource } from '@opentelemetry/resources';
import { DataPointType } from '@opentelemetry/sdk-metrics';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallMetrics } from './call-metrics.ts';
import { durationBoundaries, genAiConventions } from './genai-conventions.ts';

const call = (some: Partial<CallRecord>): CallRecord => ({
  v: 1, id: '', traceId: '', spanId: '', parentSpanId: null, startedAt: 0, operation: 'chat', stream: false, tenant: null, app: null, keyId: null, user: null, feature: null, session: null,
  requestedModel: null, route: null, model: null, provider: null, outcome: 'ok', status: 200, errorCode: null, finishReason: null, cache: null, reusedCostPicoUsd: null, shaped: null, guarded: null, deferred: false, durationUs: 0, firstByteUs: null, usage: noUsage,
  costPicoUsd: null, priceCertainty: 'unknown', attempts: [], stages: [], versions: { plimsoll: '1', config: '1', prompt: null }, sampled: true, content: null, ...some,
});

/** What `plimsoll.unpriced.calls` counts for each set of labels, and the buckets of all durations. */
const collected = async (metrics: CallMetrics): Promise<{ counts: Record<string, unknown>; buckets: number[][] }> => {
  const all = (await metrics.collect()).resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  const unpriced = all.find(({ descriptor }) => descriptor.name === 'plimsoll.unpriced.calls');
  const durations = all.find(({ descriptor }) => descriptor.name === 'gen_ai.client.operation.duration');
  return {
    counts: Object.fromEntries((unpriced?.dataPoints ?? []).map(({ attributes, value }) => [Object.values(attributes).join(' '), value])),
    buckets: durations?.dataPointType === DataPointType.HISTOGRAM ? durations.dataPoints.map(({ value }) => value.buckets.counts) : [],
  };
};

const metricsOf = (records: readonly CallRecord[]): CallMetrics => {
  const metrics = new CallMetrics(genAiConventions('1.41'), emptyResource(), []);
  for (const record of records) metrics.observe(record);
  return metrics;
};

test('calls are counted by their own labels, in whatever order they come', async () => {
  const labels = fc.record({
    operation: fc.constantFrom('chat' as const, 'embeddings' as const), provider: fc.constantFrom(null, 'a', 'b'), model: fc.constantFrom(null, 'c', 'd'), status: fc.constantFrom(200, 429),
    errorCode: fc.constantFrom(null, 'rate_limited'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(labels, { maxLength: 40 }), async (all) => {
      const expected: Record<string, number> = {};
      for (const { operation, provider, model, status, errorCode } of all) {
        const key = [operation, provider ?? '', model ?? '', status, errorCode ?? ''].join(' ');
        expected[key] = (expected[key] ?? 0) + 1;
      }
      expect((await collected(metricsOf(all.map(call)))).counts).toEqual(expected);
    }),
  );
});

test('a value on a boundary counts below it, as Prometheus has it', async () => {
  for (const [index, boundary] of durationBoundaries.entries()) {
    const us = Math.round(boundary * 1e6);
    const { buckets } = await collected(metricsOf([call({ durationUs: us }), call({ durationUs: us + 1 })]));
    expect(buckets).toEqual([Array.from({ length: durationBoundaries.length + 1 }, (_, bucket) => (bucket === index || bucket === index + 1 ? 1 : 0))]);
  }
});
