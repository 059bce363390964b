/**
 * The durable hand-off of records between a request's way and the store. What is noted here survives the death of the process
 * (not a power cut: lines are written to the page cache and never synced); the store gets it in batches, soon after.
 * What is noted in one turn of the event loop is written at its end, together, and whoever noted it waits for that.
 */
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import { BacklogReader } from './backlog-reader.ts';
import { drainer, type Drainer, type StoreLines } from './drainer.ts';
import { interruptedRecord } from './interrupted-record.ts';
import { LineBuffer } from './line-buffer.ts';
import { headOf, type CallHead } from './record-text.ts';
import { recover } from './recover.ts';
import { Segments, type Segment } from './segments.ts';
import { begunLine, endedLine } from './spool-lines.ts';
import { WaitingLines, type Run } from './waiting-lines.ts';

export type { StoreLines } from './drainer.ts';
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
  /** Notes an attempt just before it goes to a provider. Resolves when it is durable. Never rejects. */
  readonly begin: (call: BegunCall) => Promise<void>;
  /** Notes a finished call. Resolves when it is durable. Never rejects. */
  readonly end: (record: CallRecord) => Promise<void>;
  /** Starts to hand records to the store, oldest first, until `close`. */
  readonly drain: (store: StoreLines) => void;
  /** Ended calls that are not in the store yet. */
  readonly backlog: () => number;
  /** Notes lost since start: the disk failed or was full, and memory had no room either. */
  readonly dropped: () => number;
  /** Resolves when all that an earlier process left is in the store. */
  readonly recovered: Promise<void>;
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

/** Where an attempt's line is, so that it can move on when its segment is otherwise done with. */
interface Note {
  segment: Segment;
  at: number;
  readonly length: number;
}

/** A line that was added in this turn: of which call, begun or ended, and how long. */
interface Fresh {
  readonly id: string;
  readonly ended: boolean;
  readonly length: number;
}

class FileSpool implements Spool {
  readonly #segments: Segments;
  readonly #memoryBytes: number;
  readonly #log: (message: string) => void;
  /** Calls under way, by id, and what is noted of them, by attempt. */
  readonly #open = new Map<string, Note[]>();
  /** How the texts of calls under way begin. */
  readonly #heads = new Map<string, CallHead>();
  readonly #lines = new LineBuffer();
  /** What was added since the last write, in order. */
  #fresh: Fresh[] = [];
  /** Whoever noted something in this turn waits for this one. */
  #turn: PromiseWithResolvers<void> | null = null;
  /** What waits and is in memory. */
  readonly #ready = new WaitingLines();
  /** Set while not everything that waits is in memory. */
  #reader: BacklogReader | null = null;
  #backlog = 0;
  #dropped = 0;
  #drainer: Drainer | null = null;
  /** Calls of an earlier process that are not in the store yet; they are the first to go there. */
  #left = 0;
  readonly #recovering = Promise.withResolvers<void>();
  readonly recovered = this.#recovering.promise;

  constructor({ dir, log, segmentBytes = 8 * 1024 * 1024, maxBytes = 2 * 1024 ** 3, memoryBytes = 16 * 1024 * 1024 }: SpoolOptions) {
    this.#log = log;
    this.#memoryBytes = memoryBytes;
    this.#segments = new Segments({ dir, log, segmentBytes, maxBytes });
    this.#recover();
  }

  readonly begin = (call: BegunCall): Promise<void> => {
    const head = headOf(call);
    this.#heads.set(call.id, head);
    return this.#note(call.id, false, begunLine(call, head));
  };

  readonly end = (record: CallRecord): Promise<void> => {
    const head = this.#heads.get(record.id) ?? null;
    if (head !== null) this.#heads.delete(record.id);
    return this.#note(record.id, true, endedLine(record, head));
  };

  #note(id: string, ended: boolean, line: string): Promise<void> {
    if (!this.#lines.hasRoomFor(line)) {
      this.#write();
      this.#lines.makeRoom(line);
    }
    this.#fresh.push({ id, ended, length: this.#lines.add(line) });
    if (this.#turn === null) {
      this.#turn = Promise.withResolvers();
      // After all that the event loop has at hand just now: a busy server writes once for many calls, an idle one loses nothing.
      setImmediate(this.#endTurn);
    }
    return this.#turn.promise;
  }

  readonly #endTurn = (): void => {
    const turn = this.#turn;
    this.#turn = null;
    this.#write();
    turn?.resolve();
  };

  /** Writes what was added, in one piece. */
  #write(): void {
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    this.#fresh = [];
    const { block, from, to } = this.#lines;
    const segment = this.#segments.append(block, from, to - from);
    let ended = 0;
    let at = segment?.lastAt ?? 0;
    for (const line of fresh) {
      if (line.ended) {
        ended += 1;
        this.#forget(line.id);
      } else if (segment === null) {
        this.#dropped += 1;
      } else {
        this.#remember(line.id, { segment, at, length: line.length });
      }
      at += line.length;
    }
    this.#lines.written(ended > 0 && this.#await(block, from, to, ended, segment));
    if (ended > 0) this.#drainer?.wake();
  }

  /** Ended calls begin to wait for the store. @returns whether they do so in memory. */
  #await(block: Buffer, from: number, to: number, calls: number, segment: Segment | null): boolean {
    if (segment !== null) segment.unstored += calls;
    const fits = this.#ready.bytes + to - from <= this.#memoryBytes;
    if (segment === null && !fits) {
      this.#dropped += calls;
      return false;
    }
    this.#backlog += calls;
    if (segment !== null && this.#reader === null && !fits) this.#reader = new BacklogReader(this.#segments, segment.sequence, segment.lastAt);
    if (segment !== null && this.#reader !== null) return false;
    this.#ready.add(block, from, to, calls, segment);
    return true;
  }

  #remember(id: string, note: Note): void {
    note.segment.open += 1;
    const known = this.#open.get(id);
    if (known === undefined) this.#open.set(id, [note]);
    else known.push(note);
  }

  readonly drain = (store: StoreLines): void => {
    this.#drainer ??= drainer({ store, log: this.#log, waiting: this.backlog, take: this.#take, stored: this.#stored, giveBack: this.#giveBack });
    this.#drainer.wake();
  };

  readonly backlog = (): number => this.#backlog;

  readonly dropped = (): number => this.#dropped;

  readonly flush = async (deadlineMs: number): Promise<boolean> => {
    this.#write();
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
      const line = Buffer.from(endedLine(record));
      const segment = this.#segments.append(line, 0, line.length);
      if (segment === null) throw new Error('the spool cannot be written');
      segment.unstored += 1;
    }
    if (interrupted.length > 0) this.#log(`spool: ${interrupted.length} calls were interrupted when the process before this one ended`);
    for (const segment of left) this.#segments.removeIfDone(segment);
    const first = this.#segments.all()[0];
    if (first === undefined) return this.#recovering.resolve();
    this.#backlog = this.#segments.all().reduce((sum, { unstored }) => sum + unstored, 0);
    this.#reader = new BacklogReader(this.#segments, first.sequence, 0);
    this.#left = this.#backlog;
    if (this.#left === 0) this.#recovering.resolve();
  }

  /** For the drainer: the next records, from memory or from the files. */
  readonly #take = async (most: number, mostBytes: number): Promise<Run[]> => {
    while (this.#reader !== null && this.#ready.calls < most && this.#ready.bytes < mostBytes) {
      if (this.#reader.caughtUp()) {
        this.#reader = null;
      } else {
        const read = await this.#reader.read();
        if (read !== null) this.#ready.addLines(read.block, read.length, read.segment);
      }
    }
    return this.#ready.take(most, mostBytes);
  };

  /** For the drainer: these are in the store now, or never will be. */
  readonly #stored = (done: readonly Run[]): void => {
    for (const { segment, calls } of done) {
      this.#backlog -= calls;
      if (this.#left > 0 && (this.#left -= calls) <= 0) this.#recovering.resolve();
      if (segment !== null) segment.unstored -= calls;
    }
    // All of them: one may have been closed after its last record was stored.
    for (const segment of this.#segments.all().slice()) {
      if (segment.unstored === 0 && segment.open > 0 && !this.#segments.isActive(segment)) this.#carryOver(segment);
      this.#segments.removeIfDone(segment);
    }
  };

  /** For the drainer: these could not be stored now. */
  readonly #giveBack = (runs: readonly Run[]): void => this.#ready.giveBack(runs);

  /** Copies the notes of calls still under way, so that one long stream does not keep a whole segment alive. */
  #carryOver(from: Segment): void {
    const notes = [...this.#open.values()].flat().filter(({ segment }) => segment === from);
    const bytes = this.#segments.read(from);
    if (bytes === null) return;
    for (const note of notes) {
      const to = this.#segments.append(bytes, note.at, note.length);
      if (to === null) return;
      to.open += 1;
      from.open -= 1;
      note.segment = to;
      note.at = to.lastAt;
    }
  }

  #forget(id: string): void {
    const notes = this.#open.get(id);
    if (notes === undefined) return;
    this.#open.delete(id);
    for (const { segment } of notes) {
      segment.open -= 1;
      this.#segments.removeIfDone(segment);
    }
  }
}
