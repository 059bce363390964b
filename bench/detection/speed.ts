/** How long a search takes for each KB of text, over texts of one to a few KB put together from the labelled set. */
import { performance } from 'node:perf_hooks';
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
import { parts, readPart } from './corpus.ts';

export interface Speed {
  readonly p50: number;
  readonly p99: number;
  readonly worstP50: number;
  readonly worstP99: number;
  readonly firstMs: number;
  readonly texts: number;
}

export const measureSpeed = (count: number): Speed => {
  const pieces = parts.flatMap((part) => readPart(part).map(({ text }) => text));
  const texts = Array.from({ length: count }, (_, at) => Array.from({ length: 8 + (at % 24) }, (_unused, next) => pieces[(at * 37 + next * 11) % pieces.length] ?? '').join('\n'));
  const timed = (text: string): number => {
    const startedAt = performance.now();
    findSensitive(text);
    return performance.now() - startedAt;
  };
  const firstMs = timed(texts[0] ?? '');
  for (const text of texts.slice(0, 100)) timed(text);
  const runs = texts.map((text) => ({ kb: text.length / 1_024, ms: Array.from({ length: 3 }, () => timed(text)) }));
  const at = (share: number, msPerKb: (run: (typeof runs)[number]) => number): number => runs.map(msPerKb).toSorted((one, other) => one - other)[Math.min(runs.length - 1, Math.floor(runs.length * share))] ?? 0;
  // On a machine with other work a clock measures the neighbours too: the best of three is the text's own time, the worst is shown beside it.
  const best = ({ ms, kb }: (typeof runs)[number]): number => Math.min(...ms) / kb;
  const worst = ({ ms, kb }: (typeof runs)[number]): number => Math.max(...ms) / kb;
  return { p50: at(0.5, best), p99: at(0.99, best), worstP50: at(0.5, worst), worstP99: at(0.99, worst), firstMs, texts: runs.length };
};
