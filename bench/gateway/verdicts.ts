/** What Plimsoll has promised of its speed, held against what was measured. */
import type { Distribution } from '../load/job.ts';
import type { ContenderName } from './contenders/contender.ts';
import type { LatencySetting } from './latency.ts';
import { difference, pairedMedian, ratio } from './median.ts';
import type { Integrity, Results } from './results.ts';
import type { Setting } from './saturation.ts';

export interface Verdict {
  readonly promise: string;
  readonly measured: string;
  /** null when this run did not measure it. */
  readonly kept: boolean | null;
}

type Measurements = Pick<Results, 'saturation' | 'latency' | 'firstToken' | 'streams' | 'integrity'>;

/** The load at which processor time is judged: the one that the promise was made for. */
const judgedConnections = 16;
const judgedStreams = 256;

/** Processor time per request of one contender as a multiple of another's; null when not measured. */
export const cpuRatio = (setting: Setting | undefined, one: ContenderName, other: ContenderName): number | null => {
  const of = (name: ContenderName): readonly (number | null)[] => setting?.series.find(({ contender }) => contender === name)?.cpuUs ?? [];
  return pairedMedian(of(one), of(other), ratio);
};

/** Milliseconds that a contender adds to the direct way at one quantile; null when not measured. */
export const addedMs = (setting: LatencySetting | null, name: ContenderName, quantile: keyof Omit<Distribution, 'count'>): number | null => {
  const of = (contender: ContenderName): (number | null)[] =>
    setting?.series.find((series) => series.contender === contender)?.rounds.map((round) => round?.[quantile] ?? null) ?? [];
  return pairedMedian(of(name), of('direct'), difference);
};

const judge = (promise: string, value: number | null, keeps: (value: number) => boolean, print: (value: number) => string): Verdict => ({
  promise,
  measured: value === null ? 'not measured' : print(value),
  kept: value === null ? null : keeps(value),
});

const sum = (counts: Readonly<Partial<Record<ContenderName, number>>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

const judgeIntegrity = ({ requests, errors, reasons, upstreamRequests, upstreamRefused, records, spans }: Integrity): Verdict[] => {
  const wrong = sum(errors);
  const asked = sum(requests);
  const fromPlimsoll = requests.plimsoll ?? 0;
  return [
    judge('every reply whole and right', wrong, (count) => count === 0, (count) => (count === 0 ? `${asked} replies` : `${count} wrong: ${reasons.join('; ')}`)),
    judge(
      'every request reached the upstream, once',
      upstreamRequests - asked,
      (surplus) => surplus === 0 && upstreamRefused === 0,
      (surplus) => `${upstreamRequests} served, ${upstreamRefused} refused${surplus === 0 ? '' : `, ${surplus} more than asked`}`,
    ),
    judge(
      'one record for each request, with its tokens and price',
      records === null ? null : records.length,
      (differences) => differences === 0,
      () => (records?.length === 0 ? `${fromPlimsoll} records` : (records ?? []).join('; ')),
    ),
    judge('traces were on', spans, (count) => count > 0, (count) => `${count} spans exported, ${(count / Math.max(1, fromPlimsoll)).toFixed(1)} a request`),
  ];
};

const times = (value: number): string => `${value.toFixed(2)} times`;
const inverse = (value: number): string => (value > 0 && value < 1 ? `1/${(1 / value).toFixed(1)}` : times(value));

export const judgeAll = ({ saturation, latency, firstToken, streams, integrity }: Measurements): readonly Verdict[] => {
  const setting = saturation?.find(({ connections }) => connections === judgedConnections);
  const own = addedMs(latency, 'plimsoll', 'p50');
  const theirs = addedMs(latency, 'portkey', 'p50');
  const held = streams?.find((candidate) => candidate.streams === judgedStreams)?.series.find(({ contender }) => contender === 'plimsoll');
  return [
    judge('CPU per request at most 2 times the bare Node proxy\'s', cpuRatio(setting, 'plimsoll', 'bare'), (value) => value <= 2, times),
    judge('CPU per request at most 1/6 of Portkey\'s', cpuRatio(setting, 'plimsoll', 'portkey'), (value) => value <= 1 / 6, inverse),
    judge(
      'added p50 at most 1/4 of Portkey\'s',
      own === null || theirs === null ? null : own / theirs,
      (value) => value <= 1 / 4,
      (value) => `${inverse(value)} (${own?.toFixed(3)} ms against ${theirs?.toFixed(3)} ms)`,
    ),
    judge('added time to first token, p99, below 2 ms', addedMs(firstToken, 'plimsoll', 'p99'), (value) => value < 2, (value) => `${value.toFixed(2)} ms`),
    judge(
      `${judgedStreams} streams without a stall`,
      held === undefined ? null : held.stalls.reduce((total, count) => total + count, 0),
      (count) => count === 0,
      (count) => `${count} stalls`,
    ),
    ...judgeIntegrity(integrity),
  ];
};
