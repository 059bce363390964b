/** How long a search takes for each KB of text, over texts of one to a few KB put together from the labelled set. */
import { performance } from 'node:perf_hooks';
import { findSensitive } from '@plimsoll/engine/detection/find-sensitive';
import { parts, readPart } from './corpus.ts';

export interface Speed {
  readonly p50: number;
  readonly p99: number;
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
  const times = texts.map((text) => timed(text) / (text.length / 1_024)).toSorted((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), firstMs, texts: times.length };
};
