/** What a gateway adds to a request's time, at half of what the slowest can carry: whole replies, and the first token of streams. */
import type { Distribution } from '../load/job.ts';
import type { ContenderName } from './contenders/contender.ts';
import { type Ledger, rotated, runLeg } from './leg.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Rig } from './rig.ts';
import { smallBodyBytes } from './saturation.ts';

interface LatencySeries {
  readonly contender: ContenderName;
  /** One a round, milliseconds from the moment at which each request was due. */
  readonly rounds: readonly (Distribution | null)[];
}

export interface LatencySetting {
  readonly stream: boolean;
  readonly ratePerS: number;
  readonly series: readonly LatencySeries[];
  /** How late the generator itself was; a part of every figure above. Medians over all legs, milliseconds. */
  readonly lateness: readonly (Distribution | null)[];
}

/** Enough that no request waits for a connection while the gateway keeps up. */
const connections = 128;

/** The rate at which one core can serve, judged by its processor time, of the slowest gateway. */
const slowestCapacity = async (rig: Rig, ledger: Ledger, progress: Progress, stream: boolean, probeMs: number): Promise<number> => {
  let slowest = Number.POSITIVE_INFINITY;
  for (const gateway of rig.gateways) {
    if (gateway.pid === null) continue;
    progress.step(`capacity${stream ? ' for streams' : ''}, ${gateway.contender.title}`);
    const { cpuUs, requestsPerS, coreUse } = await runLeg(rig, ledger, gateway, {
      kind: 'closed',
      target: gateway.target,
      connections: stream ? 64 : 16,
      stream,
      durationMs: probeMs,
      bodyBytes: smallBodyBytes,
    });
    // At a full core what it carried is its capacity; below that, what its processor time allows.
    slowest = Math.min(slowest, (coreUse ?? 0) > 0.9 ? requestsPerS : 1_000_000 / (cpuUs ?? Number.POSITIVE_INFINITY));
  }
  if (!Number.isFinite(slowest)) throw new Error('no gateway to take the capacity of');
  return slowest;
};

export const measureLatency = async (
  rig: Rig,
  ledger: Ledger,
  progress: Progress,
  plan: Plan['latency'],
  stream: boolean,
): Promise<LatencySetting> => {
  await rig.behave({ answerChars: 256, latencyMs: 0, events: 8, intervalMs: 5 });
  const ratePerS = Math.max(10, Math.floor((await slowestCapacity(rig, ledger, progress, stream, plan.probeMs)) / 2));
  const rounds = new Map<ContenderName, (Distribution | null)[]>(rig.gateways.map(({ contender }) => [contender.name, []]));
  const lateness: (Distribution | null)[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const gateway of rotated(rig.gateways, round)) {
      progress.step(`${stream ? 'first token' : 'latency'} at ${ratePerS}/s, ${gateway.contender.title}`);
      const { outcome } = await runLeg(rig, ledger, gateway, {
        kind: 'open',
        target: gateway.target,
        connections,
        stream,
        durationMs: stream ? plan.streamLegMs : plan.legMs,
        bodyBytes: smallBodyBytes,
        ratePerS,
        seed: round + 1,
      });
      rounds.get(gateway.contender.name)?.push(outcome.latency);
      lateness.push(outcome.lateness);
    }
  }
  return { stream, ratePerS, series: [...rounds].map(([contender, distributions]) => ({ contender, rounds: distributions })), lateness };
};
