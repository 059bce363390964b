/** What Plimsoll has promised of budgets, held against what happened. */
import type { ReplicasOutcome } from './replicas.ts';
import type { ReserveCost } from './reserve-cost.ts';

export interface Judgement {
  readonly promise: string;
  readonly measured: string;
  readonly kept: boolean;
}

const percent = (part: bigint, whole: bigint): string => `${(Number((part * 10_000n) / whole) / 100).toFixed(1)} %`;

export const judge = (outcome: ReplicasOutcome): readonly Judgement[] => {
  const { capPicoUsd: cap, deadLeasePicoUsd: dead } = outcome;
  const usable = cap - dead;
  return [
    { promise: 'spend at most the cap, whatever happens', measured: percent(outcome.spentInTheEndPicoUsd, cap), kept: outcome.spentInTheEndPicoUsd <= cap && outcome.spentBySurvivorsPicoUsd <= cap },
    { promise: 'no user over the own cap', measured: `${outcome.usersOverCap} over`, kept: outcome.usersOverCap === 0 },
    { promise: 'no refusal while at most 80 % is spent or held', measured: `${outcome.refusedTooSoon} of ${outcome.refused} refusals`, kept: outcome.refusedTooSoon === 0 && outcome.refused > 0 },
    { promise: 'survivors can spend at least 95 % of the cap less the dead lease', measured: percent(outcome.spentBySurvivorsPicoUsd, usable), kept: outcome.spentBySurvivorsPicoUsd * 100n >= usable * 95n },
    {
      promise: 'started again, the dead one gives back: at least 95 % of the cap less what its interrupted calls held',
      measured: percent(outcome.spentInTheEndPicoUsd, cap - outcome.interruptedPicoUsd),
      kept: outcome.deadGaveBack && outcome.spentInTheEndPicoUsd * 100n >= (cap - outcome.interruptedPicoUsd) * 95n,
    },
    { promise: 'calls were under way when it was killed', measured: `${outcome.broken} broken`, kept: outcome.broken > 0 },
  ];
};

export const judgeCost = ({ leasedUs, leasedCalls, leasedQuestions, atomicUs }: ReserveCost): readonly Judgement[] => [
  { promise: 'reserving and settling on six levels adds less than 50 us at the median', measured: `${leasedUs.toFixed(1)} us`, kept: leasedUs < 50 },
  { promise: 'leased budgets are spent without asking the store', measured: `${leasedQuestions} questions for ${leasedCalls} calls`, kept: leasedQuestions * 1000 < leasedCalls },
  { promise: 'a call of a small budget waits for one question to the store', measured: `${(atomicUs / 1000).toFixed(2)} ms`, kept: true },
];
