/**
 * Reads ended calls back from the spool's files: those left by an earlier process, and those that came while the store was away
 * and memory had no room for them.
 */
import { open } from 'node:fs/promises';
import type { Segment, Segments } from './segments.ts';
import { eachLine, endedOfLine, headOfLine, type SpooledCall } from './spool-lines.ts';

export interface Waiting {
  /** null when the line is damaged: nothing to store, but the segment must not wait for it. */
  readonly call: SpooledCall | null;
  /** Where it is written; null when it is in memory alone. */
  readonly segment: Segment | null;
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

  /** The next ended calls in the order in which they were written; may be empty before everything is read. */
  async read(): Promise<Waiting[]> {
    const segment = this.#segments.from(this.#sequence);
    if (segment === null) return [];
    if (segment.sequence !== this.#sequence) this.#moveTo(segment.sequence);
    const limit = segment.bytes;
    if (this.#offset >= limit) {
      if (!this.#segments.isActive(segment)) this.#moveTo(segment.sequence + 1);
      return [];
    }
    const found: Waiting[] = [];
    const file = await open(segment.path);
    try {
      for (let size = pieceBytes; ; size *= 4) {
        const length = Math.min(size, limit - this.#offset);
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, this.#offset);
        const whole = eachLine(buffer.subarray(0, bytesRead), (line) => {
          if (headOfLine(line)?.kind === 'ended') found.push({ call: endedOfLine(line), segment });
        });
        this.#offset += whole;
        if (whole > 0) return found;
        if (length === limit - this.#offset) {
          // No whole line in all that is left: it is torn.
          this.#offset = limit;
          return found;
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
