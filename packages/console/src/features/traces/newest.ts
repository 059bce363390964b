/** Joins what has just arrived to a list that someone is reading, without moving what they read. */

interface Identified {
  readonly id: string;
}

interface Begun extends Identified {
  /** ISO 8601 in UTC, as the API sends it: sorts as text. */
  readonly startedAt: string;
}

export interface Arrivals<Item> {
  /** At the head of the newest page and not in the list yet, newest first. */
  readonly items: readonly Item[];
  /** Nothing of the newest page is in the list: more came than one page holds, so the list has to begin anew. */
  readonly gap: boolean;
}

/**
 * @param known the list as shown, newest first
 * @param newest the newest page as just read, newest first
 */
export const arrivals = <Item extends Identified>(known: readonly Item[], newest: readonly Item[]): Arrivals<Item> => {
  const ids = new Set(known.map(({ id }) => id));
  const items = newest.filter(({ id }) => !ids.has(id));
  return { items, gap: known.length > 0 && newest.length > 0 && items.length === newest.length };
};

/** A long call is written down after shorter ones that began later: what arrives is put where it belongs. */
export const newestFirst = <Item extends Begun>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0));

/** Pages can overlap when records arrive late; each is shown once, where it came first. */
export const withoutRepeats = <Item extends Identified>(items: readonly Item[]): readonly Item[] => {
  const seen = new Set<string>();
  return items.filter(({ id }) => !seen.has(id) && seen.add(id));
};
