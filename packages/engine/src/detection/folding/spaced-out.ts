/** Closes up what was written with a space after each character ("4 1 1 1", "j o h n @"), for a second look. */
import { originalSpan, viewOf, type View } from '../view.ts';
import { OffsetBuilder } from './offset-builder.ts';

/** Eight single characters in a row and more; two or three spaces part words. */
const spacedRun = /(?<!\S)\S(?:[ \t]{1,3}\S){7,400}(?!\S)/g;

/** @returns null where nothing is spaced out */
export const closeUp = (view: View): View | null => {
  const runs = [...view.text.matchAll(spacedRun)];
  if (runs.length === 0) return null;
  const builder = new OffsetBuilder();
  let at = 0;
  const copy = (end: number, keep: (unit: string, place: number) => boolean): void => {
    for (; at < end; at++) {
      const unit = view.text[at] ?? '';
      const { start, end: after } = originalSpan(view, at, at + 1);
      if (keep(unit, at)) builder.add(unit, start, after);
    }
  };
  for (const run of runs) {
    copy(run.index, () => true);
    // Of a wider gap one space stays: it parted words before they were spaced out.
    copy(run.index + run[0].length, (unit, place) => !/[ \t]/.test(unit) || (/[ \t]/.test(view.text[place + 1] ?? '') && !/[ \t]/.test(view.text[place - 1] ?? '')));
  }
  copy(view.text.length, () => true);
  return viewOf(builder.text(), builder.map());
};
