/** As many requests as go through: at 1, 16 and 64 connections with small bodies, and at 16 with bodies of 2 to 512 KB. */
import type { ContenderName } from './contenders/contender.ts';
import { type Leg, type Ledger, rotated, runLeg } from './leg.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Rig } from './rig.ts';

/** The figures of one contender in one setting, one a round. */
export interface Series {
  readonly contender: ContenderName;
  readonly requestsPerS: readonly number[];
  readonly cpuUs: readonly (number | null)[];
  readonly coreUse: readonly (number | null)[];
  /** Median latency of each round, from sending to the whole reply. */
  readonly p50Ms: readonly (number | null)[];
}

export interface Setting {
  readonly connections: number;
  readonly bodyBytes: number;
  readonly series: readonly Series[];
}

/** A short chat request, as most are. */
export const smallBodyBytes = 512;

const toSeries = (contender: ContenderName, legs: readonly Leg[]): Series => ({
  contender,
  requestsPerS: legs.map((leg) => leg.requestsPerS),
  cpuUs: legs.map((leg) => leg.cpuUs),
  coreUse: legs.map((leg) => leg.coreUse),
  p50Ms: legs.map((leg) => leg.outcome.latency?.p50 ?? null),
});

interface Cell {
  readonly label: string;
  readonly connections: number;
  readonly bodyBytes: number;
}

const measure = async (
  rig: Rig,
  ledger: Ledger,
  progress: Progress,
  cells: readonly Cell[],
  rounds: number,
  legMs: number,
): Promise<readonly Setting[]> => {
  await rig.behave({ answerChars: 256, latencyMs: 0, events: 8, intervalMs: 5 });
  const measured = cells.map((cell) => ({ cell, legs: [] as Leg[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { cell, legs } of measured) {
      for (const gateway of rotated(rig.gateways, round)) {
        progress.step(`${cell.label}, ${gateway.contender.title}`);
        const { connections, bodyBytes } = cell;
        legs.push(await runLeg(rig, ledger, gateway, { kind: 'closed', target: gateway.target, stream: false, durationMs: legMs, connections, bodyBytes }));
      }
    }
  }
  return measured.map(({ cell: { connections, bodyBytes }, legs }) => ({
    connections,
    bodyBytes,
    series: rig.gateways.map(({ contender: { name } }) => toSeries(name, legs.filter((leg) => leg.contender === name))),
  }));
};

export const measureSaturation = (rig: Rig, ledger: Ledger, progress: Progress, plan: Plan['saturation']): Promise<readonly Setting[]> => {
  const cells = plan.connections.map((connections) => ({ label: `saturation at ${connections}`, connections, bodyBytes: smallBodyBytes }));
  return measure(rig, ledger, progress, cells, plan.rounds, plan.legMs);
};

export const measureBodies = (rig: Rig, ledger: Ledger, progress: Progress, plan: Plan['bodies']): Promise<readonly Setting[]> => {
  const cells = plan.kilobytes.map((size) => ({ label: `bodies of ${size} KB`, connections: 16, bodyBytes: size * 1024 }));
  return measure(rig, ledger, progress, cells, plan.rounds, plan.legMs);
};
