/** Matches what was typed against shortcuts of one key (`/`) or two in a row (`g o`). */

export interface Typed {
  readonly key: string;
  readonly atMs: number;
}

/** Longer apart than this, two keys are two beginnings. */
const togetherMs = 1_000;

export interface Match {
  /** The shortcut that is now complete. */
  readonly shortcut: string | null;
  /** The key to remember for the next one. */
  readonly pending: Typed | null;
}

/** @param shortcuts all that are in force, e.g. `['/', 'g o']` */
export const matchSequence = (shortcuts: readonly string[], pending: Typed | null, typed: Typed): Match => {
  const both = pending !== null && typed.atMs - pending.atMs <= togetherMs ? `${pending.key} ${typed.key}` : null;
  if (both !== null && shortcuts.includes(both)) return { shortcut: both, pending: null };
  if (shortcuts.includes(typed.key)) return { shortcut: typed.key, pending: null };
  const begins = shortcuts.some((shortcut) => shortcut.startsWith(`${typed.key} `));
  return { shortcut: null, pending: begins ? typed : null };
};
