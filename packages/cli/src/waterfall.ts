/** Draws a call's way through the stages: one line a stage, its bar where and as long as it ran. */
import type { StageTiming } from '@plimsoll/contract/call-record';
import { duration } from './figures.ts';
import { printable } from './terminal.ts';

/** Narrowest and widest field for the bars, in columns. */
const barColumns = { least: 20, most: 80 };

/**
 * @param wholeUs how long the call took, the width of the field; grows when a stage outlasted it
 * @param width columns of the terminal
 */
export const waterfall = (stages: readonly StageTiming[], wholeUs: number, width: number): string[] => {
  const endUs = Math.max(1, wholeUs, ...stages.map((stage) => stage.startUs + stage.durationUs));
  const names = stages.map((stage) => printable(stage.attempt === null ? stage.stage : `${stage.stage} #${stage.attempt + 1}`));
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const timeWidth = Math.max(0, ...stages.map((stage) => duration(stage.durationUs).length));
  const field = Math.min(barColumns.most, Math.max(barColumns.least, width - nameWidth - timeWidth - 6));
  return stages.map((stage, at) => {
    const from = Math.min(field - 1, Math.floor((stage.startUs / endUs) * field));
    const to = Math.min(field, Math.max(from + 1, Math.ceil(((stage.startUs + stage.durationUs) / endUs) * field)));
    const bar = `${'·'.repeat(from)}${'█'.repeat(to - from)}${'·'.repeat(field - to)}`;
    return `${(names[at] ?? '').padEnd(nameWidth)}  ${bar}  ${duration(stage.durationUs).padStart(timeWidth)}`;
  });
};
