/** Made-up calls for the tests of reports, and models with prices. */
import type { AttemptRecord, CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { PriceModel } from '@plimsoll/engine/price/price';
import { spooled } from '../../spool/records.fixture.ts';
import { callRecord } from '../calls/calls.fixture.ts';
import { insertCalls } from '../calls/insert-calls.ts';
import type { Store } from '../store.ts';
import type { CallWindow } from './calls-as-json.ts';

export const start = Date.UTC(2026, 10, 20, 22, 0, 0);
export const window = (changes: Partial<CallWindow> = {}): CallWindow => ({ from: new Date(start), to: new Date(start + 3 * 86_400_000), tenant: null, ...changes });

/** Pico-dollars a token in and out; what is read from a cache costs a tenth. */
export const priced = (input: bigint, output: bigint): PriceModel => (usage) => ({
  costPicoUsd: BigInt(usage.input - usage.cachedInput) * input + (BigInt(usage.cachedInput) * input) / 10n + BigInt(usage.output) * output,
  certainty: 'exact',
  source: 'test',
});
/** A fee for each request, and a rate that a long prompt multiplies for all of it. */
export const tiered = (fee: bigint, input: bigint, longerThan: number, longInput: bigint): PriceModel => (usage) => ({
  costPicoUsd: fee + BigInt(usage.input - usage.cachedInput) * (usage.input > longerThan ? longInput : input) + (BigInt(usage.cachedInput) * input) / 10n,
  certainty: 'exact',
  source: 'test',
});
export const models = [
  { name: 'small', upstreamModel: 'small', operations: ['chat' as const], price: priced(1n, 3n) },
  { name: 'strong', upstreamModel: 'strong', operations: ['chat' as const], price: priced(100n, 300n) },
];

export const call = (n: number, changes: Partial<CallRecord> = {}): CallRecord => callRecord(n, { startedAt: start + n * 1000, ...changes });
export const attemptOf = (changes: Partial<AttemptRecord>): AttemptRecord => {
  const [first] = callRecord(0).attempts;
  if (first === undefined) throw new Error('unreachable');
  return { ...first, ...changes };
};
export const by = (model: string, provider: string, input: number, output: number, cost: string): Partial<CallRecord> => {
  const usage = { ...noUsage, input, output, source: 'provider' as const };
  return { model, provider, usage, costPicoUsd: cost, attempts: [attemptOf({ model, provider, usage, costPicoUsd: cost })] };
};

export const insertInto = ({ db }: Store, ...records: CallRecord[]): Promise<void> => insertCalls(db, records.map(spooled));
