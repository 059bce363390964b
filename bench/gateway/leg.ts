/** One measurement: one job against one gateway, and what it cost from quiet to quiet. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadJob, LoadOutcome } from '../load/job.ts';
import type { Gateway, Rig } from './rig.ts';
import type { ContenderName } from './contenders/contender.ts';

export interface Leg {
  readonly contender: ContenderName;
  readonly outcome: LoadOutcome;
  readonly requestsPerS: number;
  /**
   * Processor time per request in microseconds, all threads and child processes. It is counted until the gateway is
   * quiet again, so that work put off until after the reply (records, traces) counts too. null without a gateway.
   */
  readonly cpuUs: number | null;
  /** Processor time over wall time while the job ran; near 1 means that the gateway's core was the limit. */
  readonly coreUse: number | null;
  /** Share of the bench's cores that went to programs outside the bench; null where that cannot be told. */
  readonly foreignShare: number | null;
}

/** A gateway is quiet when it has used no more than `quietMs` of each of so many samples in a row. */
const sampleMs = 120;
const quietMs = 10;
const quietSamples = 2;
/** A gateway that never rests is not waited for. */
const patienceMs = 3000;

const untilQuiet = async (rig: Rig, gateway: Gateway): Promise<void> => {
  if (gateway.pid === null) return;
  const endMs = performance.now() + patienceMs;
  let last = rig.gatewayCpuMs(gateway);
  for (let quiet = 0; quiet < quietSamples && performance.now() < endMs; ) {
    await sleep(sampleMs);
    const now = rig.gatewayCpuMs(gateway);
    quiet = now - last <= quietMs ? quiet + 1 : 0;
    last = now;
  }
};

/** Everything asked of each contender, and everything that went wrong, over the whole run. */
export class Ledger {
  readonly requests = new Map<ContenderName, number>();
  readonly errors = new Map<ContenderName, number>();
  readonly reasons = new Set<string>();
  readonly foreignShares: number[] = [];
  /** Processor time that measurements have counted, by contender. */
  readonly cpuMs = new Map<ContenderName, number>();
  /** Measurements that were taken again because others were using the cores, and how many more may be. */
  repeated = 0;
  repeatsLeft: number;

  /** @param repeats how many measurements may be taken again over the whole run */
  constructor(repeats: number) {
    this.repeatsLeft = repeats;
  }

  add(contender: ContenderName, leg: Leg): void {
    const { requests, errors, reasons } = leg.outcome;
    this.requests.set(contender, (this.requests.get(contender) ?? 0) + requests);
    this.errors.set(contender, (this.errors.get(contender) ?? 0) + errors);
    this.cpuMs.set(contender, (this.cpuMs.get(contender) ?? 0) + ((leg.cpuUs ?? 0) * Math.max(1, requests)) / 1000);
    for (const reason of reasons) this.reasons.add(`${contender}: ${reason}`);
  }
}

/** Above this share of the cores, others have disturbed a measurement. */
const disturbedShare = 0.05;
/** A measurement is taken at most this often. */
const tries = 3;

/**
 * Measures once, and again while others disturb it; the least disturbed one counts, whatever it found.
 * Wrong replies do not throw: the ledger keeps them and they fail the run at its end.
 */
export const runLeg = async (rig: Rig, ledger: Ledger, gateway: Gateway, job: LoadJob): Promise<Leg> => {
  const share = ({ foreignShare }: Leg): number => foreignShare ?? 0;
  let best = await measureOnce(rig, ledger, gateway, job);
  for (let taken = 1; taken < tries && ledger.repeatsLeft > 0 && share(best) > disturbedShare; taken += 1) {
    ledger.repeatsLeft -= 1;
    ledger.repeated += 1;
    const again = await measureOnce(rig, ledger, gateway, job);
    if (share(again) < share(best)) best = again;
  }
  ledger.foreignShares.push(share(best));
  return best;
};

const measureOnce = async (rig: Rig, ledger: Ledger, gateway: Gateway, job: LoadJob): Promise<Leg> => {
  const name = gateway.contender.name;
  const beginMs = performance.now();
  const foreignBefore = rig.foreignMs();
  const cpuBefore = rig.gatewayCpuMs(gateway);
  const outcome = await rig.run(job);
  const cpuAtEnd = rig.gatewayCpuMs(gateway);
  await untilQuiet(rig, gateway);
  const cpuAfter = rig.gatewayCpuMs(gateway);
  const foreignAfter = rig.foreignMs();
  const wallMs = performance.now() - beginMs;
  const leg: Leg = {
    contender: name,
    outcome,
    requestsPerS: (outcome.requests * 1000) / outcome.elapsedMs,
    cpuUs: gateway.pid === null ? null : ((cpuAfter - cpuBefore) * 1000) / Math.max(1, outcome.requests),
    coreUse: gateway.pid === null ? null : (cpuAtEnd - cpuBefore) / outcome.elapsedMs,
    foreignShare: foreignBefore === null || foreignAfter === null ? null : Math.max(0, foreignAfter - foreignBefore) / (rig.coreCount * wallMs),
  };
  ledger.add(name, leg);
  return leg;
};

/** The contenders in an order that turns with each round, so that none always runs first or after the same one. */
export const rotated = <Item>(items: readonly Item[], round: number): readonly Item[] => {
  const by = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(by), ...items.slice(0, by)];
};
