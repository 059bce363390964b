/**
 * The spool's files: appended one after another, each thrown away when nothing in it is needed any more.
 * Appending is one synchronous write into the page cache: it survives the death of the process, not a power cut.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Segment {
  readonly sequence: number;
  readonly path: string;
  bytes: number;
  /** Where what was appended last begins. */
  lastAt: number;
  /** Begun calls that have not ended and that are noted in here. */
  open: number;
  /** Ended calls in here that are not in the store yet. */
  unstored: number;
}

export interface SegmentsOptions {
  readonly dir: string;
  readonly log: (message: string) => void;
  /** A segment is closed when it has grown to this size. */
  readonly segmentBytes: number;
  /** All segments together. */
  readonly maxBytes: number;
}

/** After a failed write the disk is left alone for this long. */
const disorderMs = 1000;
const fileName = /^(\d{10})\.jsonl$/;

export class Segments {
  readonly #options: SegmentsOptions;
  /** Oldest first; the active one, if any, is the last. */
  readonly #segments: Segment[] = [];
  #nextSequence = 1;
  #active: { readonly segment: Segment; readonly descriptor: number } | null = null;
  #totalBytes = 0;
  #retryAtMs = 0;

  /** Finds the files that an earlier process has left. @throws when the folder cannot be made or read. */
  constructor(options: SegmentsOptions) {
    this.#options = options;
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(options.dir).toSorted()) {
      const sequence = Number(fileName.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(sequence)) continue;
      const path = join(options.dir, name);
      this.#add({ sequence, path, bytes: statSync(path).size, lastAt: 0, open: 0, unstored: 0 });
    }
  }

  all(): readonly Segment[] {
    return this.#segments;
  }

  isActive(segment: Segment): boolean {
    return this.#active?.segment === segment;
  }

  /** The segment with the lowest sequence of at least this. */
  from(sequence: number): Segment | null {
    return this.#segments.find((segment) => segment.sequence >= sequence) ?? null;
  }

  /**
   * Writes whole lines, `length` bytes of `block`, in one piece. Never throws.
   * @returns where it is, or null when it is nowhere: the disk failed, or all the space the spool may take is taken.
   */
  append(block: Uint8Array, at: number, length: number): Segment | null {
    if (this.#totalBytes >= this.#options.maxBytes) {
      this.#failed(`it holds ${this.#totalBytes} bytes, all that it may; is the store away?`);
      return null;
    }
    if (this.#retryAtMs > 0 && this.#retryAtMs > Date.now()) return null;
    try {
      const { segment, descriptor } = this.#writable();
      const written = writeSync(descriptor, block, at, length);
      segment.lastAt = segment.bytes;
      segment.bytes += written;
      this.#totalBytes += written;
      if (written < length) throw new Error('the disk took a part of the lines');
      return segment;
    } catch (error) {
      // What was torn stays the last line of its file, where it does no harm.
      this.#seal();
      this.#failed(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** All that is in a segment, or null when it cannot be read. */
  read(segment: Segment): Uint8Array | null {
    try {
      return readFileSync(segment.path);
    } catch {
      return null;
    }
  }

  /** Deletes a segment that nothing needs; the active one stays until it is full. */
  removeIfDone(segment: Segment): boolean {
    if (segment.open > 0 || segment.unstored > 0 || this.isActive(segment)) return false;
    const index = this.#segments.indexOf(segment);
    if (index === -1) return false;
    try {
      unlinkSync(segment.path);
    } catch (error) {
      // Its records are in the store, which takes each but once, so reading them again does no harm.
      this.#options.log(`spool: ${segment.path} could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#segments.splice(index, 1);
    this.#totalBytes -= segment.bytes;
    return true;
  }

  /** Closes the active file and deletes what is no longer needed. */
  close(): void {
    this.#seal();
    for (const segment of this.#segments.slice()) this.removeIfDone(segment);
  }

  #writable(): { readonly segment: Segment; readonly descriptor: number } {
    if (this.#active !== null && this.#active.segment.bytes >= this.#options.segmentBytes) this.#seal();
    if (this.#active === null) {
      const sequence = this.#nextSequence;
      const path = join(this.#options.dir, `${String(sequence).padStart(10, '0')}.jsonl`);
      const descriptor = openSync(path, 'ax', 0o600);
      const segment: Segment = { sequence, path, bytes: 0, lastAt: 0, open: 0, unstored: 0 };
      this.#add(segment);
      this.#active = { segment, descriptor };
    }
    return this.#active;
  }

  #add(segment: Segment): void {
    this.#segments.push(segment);
    this.#totalBytes += segment.bytes;
    this.#nextSequence = segment.sequence + 1;
  }

  #seal(): void {
    if (this.#active === null) return;
    const { segment, descriptor } = this.#active;
    this.#active = null;
    try {
      closeSync(descriptor);
    } catch {
      // Nothing was buffered: each line was written when it was appended.
    }
    this.removeIfDone(segment);
  }

  #failed(reason: string): void {
    if (this.#retryAtMs > Date.now()) return;
    this.#retryAtMs = Date.now() + disorderMs;
    this.#options.log(`spool: RECORDS ARE NOT DURABLE: ${this.#options.dir} cannot be written: ${reason}`);
  }
}
