/**
 * The durable hand-off of records between a request's way and the store. What is noted here survives the death of the process
 * (not a power cut: lines are written to the page cache and never synced); the store gets it in batches, soon after.
 */
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import { BacklogReader, type Waiting } from './backlog-reader.ts';
import { drainer, type Drainer, type InsertCalls } from './drainer.ts';
import { interruptedRecord } from './interrupted-record.ts';
import { recover } from './recover.ts';
import { Segments, type Segment } from './segments.ts';
import { begunLine, endedLine } from './spool-lines.ts';

export type { InsertCalls } from './drainer.ts';
export type { SpooledCall } from './spool-lines.ts';

export interface SpoolOptions {
  /** Folder of the spool's files; made, for its owner alone, when missing. One process at a time: the store locks the data folder. */
  readonly dir: string;
  readonly log: (message: string) => void;
  readonly segmentBytes?: number;
  /** Disk space the spool may take. When it is full, calls go on and their records are dropped, counted and logged. */
  readonly maxBytes?: number;
  /** Records kept in memory while they wait; the rest is read back from the files. */
  readonly memoryBytes?: number;
}

export interface Spool {
  /** Notes an attempt just before it goes to a provider. Durable when it returns. Never throws. */
  readonly begin: (call: BegunCall) => void;
  /** Notes a finished call. Durable when it returns. Never throws. */
  readonly end: (record: CallRecord) => void;
  /** Starts to hand records to the store, oldest first, until `close`. */
  readonly drain: (insert: InsertCalls) => void;
  /** Ended calls that are not in the store yet. */
  readonly backlog: () => number;
  /** Notes lost since start: the disk failed or was full, and memory had no room either. */
  readonly dropped: () => number;
  /** Waits until the backlog is empty. @returns whether it is. */
  readonly flush: (deadlineMs: number) => Promise<boolean>;
  /** Flushes, stops draining and closes the files; what is not in the store stays in them for the next start. */
  readonly close: (deadlineMs: number) => Promise<void>;
}

/**
 * Opens the spool and recovers what an earlier process has left: calls that it began and did not end become records
 * with outcome `interrupted`, written down before this returns, so that dying again during recovery changes nothing.
 * @throws when the folder cannot be made, read or written at all.
 */
export const openSpool = (options: SpoolOptions): Spool => new FileSpool(options);

interface OpenCall {
  /** Each attempt's line and where it is, so that it can move on when its segment is otherwise done with. */
  readonly notes: { line: string; segment: Segment }[];
}

class FileSpool implements Spool {
  readonly #segments: Segments;
  readonly #memoryBytes: number;
  readonly #log: (message: string) => void;
  readonly #open = new Map<string, OpenCall>();
  #ready: Waiting[] = [];
  #readyBytes = 0;
  /** Set while not everything that waits is in memory. */
  #reader: BacklogReader | null = null;
  #backlog = 0;
  #dropped = 0;
  #drainer: Drainer | null = null;

  constructor({ dir, log, segmentBytes = 8 * 1024 * 1024, maxBytes = 2 * 1024 ** 3, memoryBytes = 16 * 1024 * 1024 }: SpoolOptions) {
    this.#log = log;
    this.#memoryBytes = memoryBytes;
    this.#segments = new Segments({ dir, log, segmentBytes, maxBytes });
    this.#recover();
  }

  readonly begin = (call: BegunCall): void => {
    const line = begunLine(call);
    const segment = this.#segments.append(line);
    if (segment === null) {
      this.#dropped += 1;
      return;
    }
    segment.open += 1;
    const known = this.#open.get(call.id);
    if (known === undefined) this.#open.set(call.id, { notes: [{ line, segment }] });
    else known.notes.push({ line, segment });
  };

  readonly end = (record: CallRecord): void => {
    const json = JSON.stringify(record);
    const segment = this.#segments.append(endedLine(record.id, json));
    this.#forget(record.id);
    if (segment !== null) segment.unstored += 1;
    const fits = this.#readyBytes + json.length <= this.#memoryBytes;
    if (segment === null && !fits) {
      this.#dropped += 1;
      return;
    }
    this.#backlog += 1;
    if (segment !== null && this.#reader === null && !fits) this.#reader = new BacklogReader(this.#segments, segment.sequence, segment.lastLineAt);
    if (segment === null || this.#reader === null) this.#push({ call: { record, json }, segment });
    this.#drainer?.wake();
  };

  readonly drain = (insert: InsertCalls): void => {
    this.#drainer ??= drainer({ insert, log: this.#log, waiting: this.backlog, take: this.#take, stored: this.#stored, giveBack: this.#giveBack });
    this.#drainer.wake();
  };

  readonly backlog = (): number => this.#backlog;

  readonly dropped = (): number => this.#dropped;

  readonly flush = async (deadlineMs: number): Promise<boolean> => {
    const deadline = Date.now() + deadlineMs;
    while (this.#backlog > 0 && this.#drainer !== null && Date.now() < deadline) {
      this.#drainer.hurry();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.#backlog === 0;
  };

  readonly close = async (deadlineMs: number): Promise<void> => {
    await this.flush(deadlineMs);
    await this.#drainer?.stop();
    this.#segments.close();
  };

  #recover(): void {
    const left = [...this.#segments.all()];
    const { interrupted, damaged } = recover(left);
    if (damaged > 0) this.#log(`spool: ${damaged} lines are damaged and were left out`);
    for (const begun of interrupted) {
      const record = interruptedRecord(begun);
      const segment = this.#segments.append(endedLine(record.id, JSON.stringify(record)));
      if (segment === null) throw new Error('the spool cannot be written');
      segment.unstored += 1;
    }
    if (interrupted.length > 0) this.#log(`spool: ${interrupted.length} calls were interrupted when the process before this one ended`);
    for (const segment of left) this.#segments.removeIfDone(segment);
    const first = this.#segments.all()[0];
    if (first === undefined) return;
    this.#backlog = this.#segments.all().reduce((sum, { unstored }) => sum + unstored, 0);
    this.#reader = new BacklogReader(this.#segments, first.sequence, 0);
  }

  /** For the drainer: the next records, from memory or from the files. */
  readonly #take = async (most: number, mostBytes: number): Promise<Waiting[]> => {
    while (this.#reader !== null && this.#ready.length < most && this.#readyBytes < mostBytes) {
      if (this.#reader.caughtUp()) this.#reader = null;
      else for (const waiting of await this.#reader.read()) this.#push(waiting);
    }
    let bytes = 0;
    let count = 0;
    for (const { call } of this.#ready) {
      if (count === most || (count > 0 && bytes + (call?.json.length ?? 0) > mostBytes)) break;
      bytes += call?.json.length ?? 0;
      count += 1;
    }
    this.#readyBytes -= bytes;
    return this.#ready.splice(0, count);
  };

  /** For the drainer: these are in the store now, or never will be. */
  readonly #stored = (done: readonly Waiting[]): void => {
    this.#backlog -= done.length;
    const touched = new Set<Segment>();
    for (const { segment } of done) {
      if (segment === null) continue;
      segment.unstored -= 1;
      touched.add(segment);
    }
    for (const segment of touched) {
      if (segment.unstored === 0 && segment.open > 0 && !this.#segments.isActive(segment)) this.#carryOver(segment);
      this.#segments.removeIfDone(segment);
    }
  };

  /** For the drainer: these could not be stored now. */
  readonly #giveBack = (waiting: readonly Waiting[]): void => {
    this.#ready = [...waiting, ...this.#ready];
    for (const { call } of waiting) this.#readyBytes += call?.json.length ?? 0;
  };

  /** Copies the notes of calls still under way, so that one long stream does not keep a whole segment alive. */
  #carryOver(from: Segment): void {
    for (const { notes } of this.#open.values()) {
      for (const note of notes) {
        if (note.segment !== from) continue;
        const to = this.#segments.append(note.line);
        if (to === null) return;
        to.open += 1;
        from.open -= 1;
        note.segment = to;
      }
    }
  }

  #push(waiting: Waiting): void {
    this.#ready.push(waiting);
    this.#readyBytes += waiting.call?.json.length ?? 0;
  }

  #forget(id: string): void {
    const known = this.#open.get(id);
    if (known === undefined) return;
    this.#open.delete(id);
    for (const { segment } of known.notes) {
      segment.open -= 1;
      this.#segments.removeIfDone(segment);
    }
  }
}
