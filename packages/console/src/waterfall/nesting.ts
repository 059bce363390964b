/**
 * Stages call one another, so a record's timings are nested intervals in the order in which they began.
 * This rebuilds the nesting and from it each stage's own time: what it took less what the stages inside it took.
 */
import type { StageTiming } from '@plimsoll/contract/call-record';

export interface Interval {
  readonly startUs: number;
  readonly endUs: number;
}

export interface NestedStage extends Interval {
  readonly stage: string;
  readonly attempt: number | null;
  /** How many stages it stands inside. */
  readonly depth: number;
  /** When it worked itself, in order, without the time it waited for the stages inside. */
  readonly own: readonly Interval[];
  /** Length of `own`. */
  readonly ownUs: number;
}

interface Open {
  readonly index: number;
  readonly endUs: number;
}

/**
 * @param timings as recorded, in order of beginning
 * @param endUs when the call ended; the outermost stage is taken to last at least as long as the stages inside it
 */
export const nestStages = (timings: readonly StageTiming[]): readonly NestedStage[] => {
  const latestEndUs = timings.reduce((latest, { startUs, durationUs }) => Math.max(latest, startUs + durationUs), 0);
  const intervals = timings.map(({ startUs, durationUs }, index) => ({
    startUs,
    endUs: index === 0 ? latestEndUs : startUs + Math.max(0, durationUs),
  }));
  const parents = findParents(timings, intervals);
  const depths: number[] = [];
  return timings.map(({ stage, attempt }, index) => {
    const parent = parents[index] ?? null;
    const depth = parent === null ? 0 : (depths[parent] ?? 0) + 1;
    depths.push(depth);
    const interval = intervals[index] ?? { startUs: 0, endUs: 0 };
    const inside = intervals.filter((_, child) => parents[child] === index);
    const own = withoutParts(interval, inside);
    return { stage, attempt, depth, ...interval, own, ownUs: own.reduce((sum, part) => sum + part.endUs - part.startUs, 0) };
  });
};

/** Attempts may overlap (a hedge), so each has a stack of its own above the stages that come before any attempt. */
const findParents = (timings: readonly StageTiming[], intervals: readonly Interval[]): readonly (number | null)[] => {
  const stacks = new Map<number | null, Open[]>();
  return timings.map(({ attempt }, index) => {
    const interval = intervals[index] ?? { startUs: 0, endUs: 0 };
    const stack = stacks.get(attempt) ?? [];
    stacks.set(attempt, stack);
    closeEnded(stack, interval);
    const before = stacks.get(null) ?? [];
    if (attempt !== null && stack.length === 0) closeEnded(before, interval);
    const parent = stack.at(-1) ?? (attempt === null ? undefined : before.at(-1));
    stack.push({ index, endUs: interval.endUs });
    return parent?.index ?? null;
  });
};

const closeEnded = (stack: Open[], interval: Interval): void => {
  for (let top = stack.at(-1); top !== undefined && top.endUs < interval.endUs; top = stack.at(-1)) stack.pop();
};

/** What is left of an interval when parts, which may overlap one another, are taken out. */
export const withoutParts = (whole: Interval, parts: readonly Interval[]): readonly Interval[] => {
  const left: Interval[] = [];
  let fromUs = whole.startUs;
  for (const part of parts.toSorted((a, b) => a.startUs - b.startUs)) {
    if (part.startUs > fromUs) left.push({ startUs: fromUs, endUs: Math.min(part.startUs, whole.endUs) });
    fromUs = Math.max(fromUs, part.endUs);
  }
  if (fromUs < whole.endUs) left.push({ startUs: fromUs, endUs: whole.endUs });
  return left;
};
