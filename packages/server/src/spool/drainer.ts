/**
 * Hands records from the spool to the store in batches. While the store is away it tries again and again, at growing intervals;
 * a record that the store will never take is set aside, so that it does not hold up the rest.
 */
import { idsIn } from './spool-lines.ts';
import { callsOfRuns, linesOf, type Run } from './waiting-lines.ts';

/**
 * Stores the ended calls among the given lines, each call at most once however often it is given.
 * The lines stay as they are until it resolves; they are in shared memory.
 */
export type StoreLines = (lines: readonly Uint8Array[]) => Promise<void>;

export interface DrainerOptions {
  readonly store: StoreLines;
  readonly log: (message: string) => void;
  /** How many calls wait. */
  readonly waiting: () => number;
  readonly take: (most: number, mostBytes: number) => Promise<Run[]>;
  readonly stored: (done: readonly Run[]) => void;
  readonly giveBack: (runs: readonly Run[]) => void;
}

export interface Drainer {
  /** Something waits. A full batch goes at once, less than that a moment later. */
  readonly wake: () => void;
  /** Goes at once, whatever there is, even while the store was away a moment ago. */
  readonly hurry: () => void;
  /** Resolves when the batch under way has ended; no other begins. */
  readonly stop: () => Promise<void>;
}

const batchCalls = 500;
const batchBytes = 4 * 1024 * 1024;
/** How long a few records wait for company; they are in the store before anybody looks for them. */
const gatherMs = 250;
const few = 16;
/** How long more of them wait: a full batch costs the store far less a record than a small one. */
const longGatherMs = 1000;
const longestPauseMs = 10_000;
const logEveryMs = 60_000;

/** SQLSTATE classes that say that the data itself is wrong: 22 data exception, 23 constraint violation, 54 limit exceeded. */
const isHopeless = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(22|23|54)...$/.test(error.code);

export const drainer = ({ store, log, waiting, take, stored, giveBack }: DrainerOptions): Drainer => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  let hurrying = false;
  let pauseMs = 0;
  let most = batchCalls;
  let failedAtMs = 0;
  let loggedAtMs = 0;

  const batch = async (): Promise<void> => {
    const taken = await take(most, batchBytes);
    if (taken.length === 0) return;
    try {
      await store(taken.map(linesOf));
    } catch (error) {
      failed(taken, error);
      return;
    }
    stored(taken);
    if (pauseMs > 0) log('spool: the store takes records again');
    pauseMs = 0;
    most = Math.min(batchCalls, most * 2);
  };

  const failed = (taken: readonly Run[], error: unknown): void => {
    const calls = callsOfRuns(taken);
    const reason = error instanceof Error ? error.message : String(error);
    if (!isHopeless(error)) {
      giveBack(taken);
      failedAtMs = Date.now();
      pauseMs = Math.min(longestPauseMs, Math.max(gatherMs, pauseMs * 2));
      if (Date.now() - loggedAtMs >= logEveryMs) {
        loggedAtMs = Date.now();
        log(`spool: records wait, the store does not take them: ${reason}`);
      }
    } else if (calls > 1) {
      // One of them is at fault: ever smaller batches find it.
      giveBack(taken);
      most = Math.ceil(calls / 2);
    } else {
      log(`spool: the store refuses the record of call ${taken.flatMap((run) => idsIn(linesOf(run))).join()}, which is LOST: ${reason}`);
      stored(taken);
    }
  };

  /** Small batches cost the store far more a record than full ones, so what is left over waits for company. */
  const isWorthIt = (): boolean => !stopped && pauseMs === 0 && (waiting() >= most || (hurrying && waiting() > 0));

  const run = async (): Promise<void> => {
    try {
      do await batch();
      while (isWorthIt());
    } catch (error) {
      // Reading the files back failed; what waits is still in them.
      pauseMs = longestPauseMs;
      log(`spool: its files cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    running = null;
    hurrying = false;
    wake();
  };

  const start = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!stopped) running ??= run();
  };

  const wake = (): void => {
    if (running !== null || stopped || waiting() === 0) return;
    if (isWorthIt()) start();
    else timer ??= setTimeout(due, Math.max(gatherMs, pauseMs)).unref();
  };

  const due = (): void => {
    timer = waiting() > few && pauseMs === 0 ? setTimeout(start, longGatherMs - gatherMs).unref() : null;
    if (timer === null) start();
  };

  return {
    wake,
    hurry: () => {
      hurrying = true;
      if (pauseMs === 0 || Date.now() - failedAtMs >= gatherMs) start();
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
};
