/**
 * Sums a batch of records by minute and by hour, tenant and model, ready to be added to what the store has.
 */
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { Grain } from '../database.ts';
import { bucketOf, emptyHistogram } from './latency-histogram.ts';

export interface RollUp {
  readonly grain: Grain;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly tenant: string;
  readonly model: string;
  readonly provider: string;
  requests: number;
  errors: number;
  abandoned: number;
  interrupted: number;
  inputTokens: number;
  outputTokens: number;
  costPicoUsd: bigint;
  unpriced: number;
  /** Of calls that reached a model and whose duration is known. */
  readonly latency: number[];
}

const grainMs = { minute: 60_000, hour: 3_600_000 } as const;

/** @returns in the order of their keys, always the same, so that two replicas that add to the same rows do not deadlock. */
export const rollUp = (records: readonly CallRecord[]): RollUp[] => {
  const sums = new Map<string, RollUp>();
  for (const record of records) {
    for (const grain of ['minute', 'hour'] as const) add(sums, grain, record);
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
};

const add = (sums: Map<string, RollUp>, grain: Grain, record: CallRecord): void => {
  const atMs = Math.floor(record.startedAt / grainMs[grain]) * grainMs[grain];
  const tenant = record.tenant ?? '';
  const model = record.model ?? '';
  const provider = record.provider ?? '';
  const key = `${grain}\0${atMs}\0${tenant}\0${model}\0${provider}`;
  let sum = sums.get(key);
  if (sum === undefined) {
    sum = {
      grain,
      atMs,
      tenant,
      model,
      provider,
      requests: 0,
      errors: 0,
      abandoned: 0,
      interrupted: 0,
      inputTokens: 0,
      outputTokens: 0,
      costPicoUsd: 0n,
      unpriced: 0,
      latency: emptyHistogram(),
    };
    sums.set(key, sum);
  }
  sum.requests += 1;
  sum.errors += Number(record.outcome === 'error');
  sum.abandoned += Number(record.outcome === 'abandoned');
  sum.interrupted += Number(record.outcome === 'interrupted');
  sum.inputTokens += record.usage.input;
  sum.outputTokens += record.usage.output;
  if (record.costPicoUsd === null) sum.unpriced += 1;
  else sum.costPicoUsd += BigInt(record.costPicoUsd);
  if (record.model !== null && record.outcome !== 'interrupted') {
    const bucket = bucketOf(record.durationUs);
    sum.latency[bucket] = (sum.latency[bucket] ?? 0) + 1;
  }
};
