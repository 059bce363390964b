/**
 * Sums a batch of records by minute and by hour, tenant and model, ready to be added to what the store has.
 */
import type { Grain } from '../database.ts';
import { ExactSum } from './exact-sum.ts';
import { bucketOf, emptyHistogram } from './latency-histogram.ts';
import type { CallFacts } from './call-facts.ts';

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
  readonly costPicoUsd: ExactSum;
  unpriced: number;
  /** Of calls that reached a model, and whose duration is known and theirs. */
  readonly latency: number[];
}

const grainMs = { minute: 60_000, hour: 3_600_000 } as const;

/** Takes calls one at a time, so that none of them has to be kept until the last has come. */
export class RollUps {
  readonly #minutes = new Sums('minute');

  count(call: CallFacts): void {
    countIn(this.#minutes.of(call.startedAt, call.tenant ?? '', call.model ?? '', call.provider ?? ''), call);
  }

  /** @returns in the order of their keys, always the same, so that two replicas that add to the same rows do not deadlock. */
  sums(): RollUp[] {
    const hours = new Sums('hour');
    for (const minute of this.#minutes.all()) add(minute, hours.of(minute.atMs, minute.tenant, minute.model, minute.provider));
    return [...hours.all(), ...this.#minutes.all()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
}

const keyOf = ({ grain, atMs, tenant, model, provider }: RollUp): string => `${grain}\0${atMs}\0${tenant}\0${model}\0${provider}`;

/** The sums of one grain. Most calls of a batch fall into the same minute, so times come first. */
class Sums {
  readonly #grain: Grain;
  readonly #times = new Map<number, Map<string, RollUp>>();

  constructor(grain: Grain) {
    this.#grain = grain;
  }

  of(timeMs: number, tenant: string, model: string, provider: string): RollUp {
    const atMs = timeMs - (timeMs % grainMs[this.#grain]);
    let sums = this.#times.get(atMs);
    if (sums === undefined) {
      sums = new Map();
      this.#times.set(atMs, sums);
    }
    const key = `${tenant}\0${model}\0${provider}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = nothingYet(this.#grain, atMs, tenant, model, provider);
      sums.set(key, sum);
    }
    return sum;
  }

  all(): RollUp[] {
    return [...this.#times.values()].flatMap((sums) => [...sums.values()]);
  }
}

const nothingYet = (grain: Grain, atMs: number, tenant: string, model: string, provider: string): RollUp => ({
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
  costPicoUsd: new ExactSum(),
  unpriced: 0,
  latency: emptyHistogram(),
});

const countIn = (sum: RollUp, record: CallFacts): void => {
  sum.requests += 1;
  if (record.outcome === 'error') sum.errors += 1;
  else if (record.outcome === 'abandoned') sum.abandoned += 1;
  else if (record.outcome === 'interrupted') sum.interrupted += 1;
  sum.inputTokens += record.usage.input;
  sum.outputTokens += record.usage.output;
  if (record.costPicoUsd === null) sum.unpriced += 1;
  else sum.costPicoUsd.add(record.costPicoUsd);
  if (record.model !== null && record.outcome !== 'interrupted' && !record.deferred) {
    const bucket = bucketOf(record.durationUs);
    sum.latency[bucket] = (sum.latency[bucket] ?? 0) + 1;
  }
};

const add = (part: RollUp, sum: RollUp): void => {
  sum.requests += part.requests;
  sum.errors += part.errors;
  sum.abandoned += part.abandoned;
  sum.interrupted += part.interrupted;
  sum.inputTokens += part.inputTokens;
  sum.outputTokens += part.outputTokens;
  sum.costPicoUsd.add(part.costPicoUsd.toString());
  sum.unpriced += part.unpriced;
  part.latency.forEach((calls, bucket) => {
    sum.latency[bucket] = (sum.latency[bucket] ?? 0) + calls;
  });
};
