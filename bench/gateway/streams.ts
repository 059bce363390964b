/** Streams held open side by side, an event every 50 ms in each: does any of them stall, and what does an event cost? */
import type { Distribution } from '../load/job.ts';
import type { ContenderName } from './contenders/contender.ts';
import { type Leg, type Ledger, rotated, runLeg } from './leg.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Rig } from './rig.ts';

interface HeldSeries {
  readonly contender: ContenderName;
  /** One a round. */
  readonly stalls: readonly number[];
  readonly excess: readonly (Distribution | null)[];
  /** Microseconds of processor time per event, one a round. */
  readonly cpuUsPerEvent: readonly (number | null)[];
}

export interface HeldSetting {
  readonly streams: number;
  readonly intervalMs: number;
  readonly series: readonly HeldSeries[];
}

const intervalMs = 50;
const openingMs = 1000;

export const measureStreams = async (rig: Rig, ledger: Ledger, progress: Progress, plan: Plan['streams']): Promise<readonly HeldSetting[]> => {
  const events = Math.ceil(plan.legMs / intervalMs);
  await rig.behave({ answerChars: 256, latencyMs: 0, events, intervalMs });
  const settings: HeldSetting[] = [];
  for (const streams of plan.held) {
    const legs: Leg[] = [];
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const gateway of rotated(rig.gateways, round)) {
        progress.step(`${streams} streams, ${gateway.contender.title}`);
        const job = { kind: 'held', target: gateway.target, connections: streams, stream: true, openingMs } as const;
        legs.push(await runLeg(rig, ledger, gateway, job));
      }
    }
    settings.push({
      streams,
      intervalMs,
      series: rig.gateways.map(({ contender: { name } }) => {
        const own = legs.filter((leg) => leg.contender === name);
        return {
          contender: name,
          stalls: own.map((leg) => leg.outcome.stalls),
          excess: own.map((leg) => leg.outcome.excess),
          cpuUsPerEvent: own.map((leg) => (leg.cpuUs === null ? null : leg.cpuUs / events)),
        };
      }),
    });
  }
  return settings;
};
