/**
 * Reads ended calls back from the spool's files: those left by an earlier process, and those that came while the store was away
 * and memory had no room for them.
 */
import { open } from 'node:fs/promises';
import { sharedBytes } from './line-buffer.ts';
import type { Segment, Segments } from './segments.ts';
import { endOfLines } from './spool-lines.ts';

/** Whole lines, from the first byte of `block`; calls that have only begun are among them. */
export interface ReadLines {
  readonly block: Buffer;
  readonly length: number;
  readonly segment: Segment;
}

/** Read at a time; a longer line is read whole all the same. */
const pieceBytes = 512 * 1024;

export class BacklogReader {
  readonly #segments: Segments;
  #sequence: number;
  #offset: number;

  constructor(segments: Segments, sequence: number, offset: number) {
    this.#segments = segments;
    this.#sequence = sequence;
    this.#offset = offset;
  }

  /** True when everything that has been written so far has been read. */
  caughtUp(): boolean {
    const segment = this.#segments.from(this.#sequence);
    if (segment === null) return true;
    const atEnd = segment.sequence === this.#sequence && this.#offset >= segment.bytes;
    return atEnd && this.#segments.from(segment.sequence + 1) === null;
  }

  /** The next lines in the order in which they were written; null may come before everything is read. */
  async read(): Promise<ReadLines | null> {
    const segment = this.#segments.from(this.#sequence);
    if (segment === null) return null;
    if (segment.sequence !== this.#sequence) this.#moveTo(segment.sequence);
    const limit = segment.bytes;
    if (this.#offset >= limit) {
      if (!this.#segments.isActive(segment)) this.#moveTo(segment.sequence + 1);
      return null;
    }
    const file = await open(segment.path);
    try {
      for (let size = pieceBytes; ; size *= 4) {
        const wanted = Math.min(size, limit - this.#offset);
        const block = sharedBytes(wanted);
        const { bytesRead } = await file.read(block, 0, wanted, this.#offset);
        const length = endOfLines(block.subarray(0, bytesRead));
        if (length > 0) {
          this.#offset += length;
          return { block, length, segment };
        }
        if (wanted === limit - this.#offset) {
          // No whole line in all that is left: it is torn.
          this.#offset = limit;
          return null;
        }
      }
    } finally {
      await file.close();
    }
  }

  #moveTo(sequence: number): void {
    this.#sequence = sequence;
    this.#offset = 0;
  }
}
