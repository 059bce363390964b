/**
 * One value, one finding: where candidates overlap, the heaviest stays and the others go.
 * Weight is certainty, with up to a fifth more for length, so that of two that are about as sure the longer wins.
 */
import type { Finding } from './finding.ts';

/** From this length on, longer is not heavier. */
const longest = 60;

export const weightOf = ({ start, end, score }: Finding): number => score + (0.2 * Math.min(end - start, longest)) / longest;

/** Heaviest first; then by place and type, so that the order of candidates never matters. */
const heaviestFirst = (one: Finding, other: Finding): number =>
  weightOf(other) - weightOf(one) || one.start - other.start || other.end - one.end || (one.type < other.type ? -1 : one.type > other.type ? 1 : one.why < other.why ? -1 : 1);

/** @returns findings that do not overlap, in the order of the text */
export const resolveOverlaps = (candidates: readonly Finding[]): Finding[] => {
  // Kept sorted by start: what is kept never overlaps, so only the neighbours of a newcomer can meet it.
  const kept: Finding[] = [];
  for (const candidate of candidates.toSorted(heaviestFirst)) {
    if (candidate.end <= candidate.start) continue;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((kept[middle]?.start ?? 0) < candidate.start) low = middle + 1;
      else high = middle;
    }
    const before = kept[low - 1];
    const after = kept[low];
    if ((before === undefined || before.end <= candidate.start) && (after === undefined || after.start >= candidate.end)) kept.splice(low, 0, candidate);
  }
  return kept;
};
