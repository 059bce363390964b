/** Compares what was found with what is there. A finding counts when its type is right and it covers at least half of the span, and half of it is the span. */
import type { LabelledDocument } from './marked-text.ts';

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

export interface Tally {
  right: number;
  found: number;
  there: number;
  /** Of the right ones, those with exactly the span's offsets. */
  exact: number;
}

const emptyTally = (): Tally => ({ right: 0, found: 0, there: 0, exact: 0 });

const matches = (one: Found, other: Found): boolean => {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  return one.type === other.type && shared * 2 >= one.end - one.start && shared * 2 >= other.end - other.start;
};

export interface Judged {
  readonly byType: Map<string, Tally>;
  /** Spans that were missed, and findings that are none, for who tunes. */
  readonly missed: Found[];
  readonly wrong: Found[];
}

export const judge = ({ spans }: LabelledDocument, found: readonly Found[], byType: Map<string, Tally>): Judged => {
  const tally = (type: string): Tally => {
    const known = byType.get(type) ?? emptyTally();
    byType.set(type, known);
    return known;
  };
  const open = new Set(found);
  const missed: Found[] = [];
  for (const span of spans) {
    const counts = tally(span.type);
    counts.there++;
    const hit = [...open].find((candidate) => matches(span, candidate));
    if (hit === undefined) missed.push(span);
    else {
      open.delete(hit);
      counts.right++;
      if (hit.start === span.start && hit.end === span.end) counts.exact++;
    }
  }
  for (const { type } of found) tally(type).found++;
  return { byType, missed, wrong: [...open] };
};

export const summed = (tallies: Iterable<Tally>): Tally => {
  const sum = emptyTally();
  for (const tally of tallies) for (const key of ['right', 'found', 'there', 'exact'] as const) sum[key] += tally[key];
  return sum;
};

export const precisionOf = ({ right, found }: Tally): number => (found === 0 ? 1 : right / found);
export const recallOf = ({ right, there }: Tally): number => (there === 0 ? 1 : right / there);

/** F of beta: recall counts beta times as much as precision. */
export const fMeasure = (tally: Tally, beta: number): number => {
  const [precision, recall] = [precisionOf(tally), recallOf(tally)];
  return precision + recall === 0 ? 0 : ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
};
