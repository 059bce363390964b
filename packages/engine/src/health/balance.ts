/**
 * Whom of a group of equals to ask: the cheaper of two chosen by chance. Asking the cheapest of all would send everybody to the same one
 * until its figures follow; of two, the crowd spreads by itself.
 */
import type { Model } from '../model.ts';

/** @param random from 0 to 1, twice @returns a place in the group of two or more; -1 when nobody may be asked now */
export const cheaperOfTwo = (group: readonly Model[], stream: boolean, nowMs: number, random: () => number): number => {
  const first = Math.floor(random() * group.length);
  const second = (first + 1 + Math.floor(random() * (group.length - 1))) % group.length;
  const found = cheaper(group, first, second, stream, nowMs);
  if (found !== -1) return found;
  let best = -1;
  for (let place = 0; place < group.length; place += 1) best = cheaper(group, best, place, stream, nowMs);
  return best;
};

/** Of two places, the one that costs less, among those that may be asked. */
const cheaper = (group: readonly Model[], one: number, other: number, stream: boolean, nowMs: number): number => {
  const [left, right] = [group[one]?.health, group[other]?.health];
  if (left?.admits(nowMs) !== true) return right?.admits(nowMs) === true ? other : -1;
  if (right?.admits(nowMs) !== true) return one;
  return right.cost(stream, nowMs) < left.cost(stream, nowMs) ? other : one;
};

/** The others, cheapest first. */
export const othersByCost = (group: readonly Model[], taken: number, stream: boolean, nowMs: number): Model[] =>
  group
    .filter((_model, place) => place !== taken)
    .map((model) => ({ model, cost: model.health.cost(stream, nowMs) }))
    .toSorted((one, other) => one.cost - other.cost)
    .map(({ model }) => model);
