/** A text as the detectors read it: folded, with the way back to the offsets of the text as it was given. */

export interface View {
  readonly text: string;
  /** The same text in lower case, unit for unit: offsets in one are offsets in the other. */
  readonly lower: string;
  /** Offset in the original of each unit's beginning and end; null where the view is the original. */
  readonly map: OffsetMap | null;
}

export interface OffsetMap {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

export const viewOf = (text: string, map: OffsetMap | null): View => ({ text, lower: lowerCase(text), map });

/** A few letters (İ) are longer in lower case; they stay as they are, for the sake of the offsets. */
const lowerCase = (text: string): string => {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll(/[^\u0130]+/g, (part) => (part.toLowerCase().length === part.length ? part.toLowerCase() : part));
};

/** Where the units from `start` to before `end` stand in the original. */
export const originalSpan = ({ map }: View, start: number, end: number): { start: number; end: number } =>
  map === null ? { start, end } : { start: map.starts[start] ?? 0, end: map.ends[end - 1] ?? 0 };
