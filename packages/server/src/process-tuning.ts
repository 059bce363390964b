/**
 * How a serving process is set up before anything else is loaded. V8's defaults suit a process with cores to spare; on one that is
 * busy, its garbage collections are what callers see as the slowest hundredth of their requests (docs/decisions/0009).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import process from 'node:process';

/**
 * A fixed young generation whose collections come seldom and, because little in it is alive, cost the same as those of a small one;
 * one thread for them, since waking others takes longer than the work; and an old generation that is not collected
 * every few seconds merely because it began small.
 */
export const heapFlags: readonly string[] = [
  '--max-semi-space-size=16',
  '--min-semi-space-size=16',
  '--no-parallel-scavenge',
  '--initial-old-space-size=256',
];

/** `--max-semi-space-size=16` and `--no-parallel-scavenge` to what they set, in V8's own spelling or with underscores. */
const subject = (flag: string): string => (flag.split('=')[0] ?? '').replaceAll('_', '-').replace(/^--(no-)?/, '');

/** The flags that nobody has decided on: neither this process's command line nor `NODE_OPTIONS`. */
export const missingFlags = (execArgv: readonly string[], nodeOptions: string | undefined): readonly string[] => {
  const decided = new Set([...execArgv, ...(nodeOptions ?? '').split(/\s+/)].map(subject));
  return heapFlags.filter((flag) => !decided.has(subject(flag)));
};

/**
 * Makes this process one that serves, under the same process id: with our heap flags, by starting the program anew where it has none
 * (what a heap is made of is decided at its start), and with V8's own threads behind the one that serves.
 * Call it first thing. Where a platform cannot do a part of this, that part is left out.
 */
export const tuneProcess = (): void => {
  const missing = missingFlags(process.execArgv, process.env['NODE_OPTIONS']);
  // A parent's message channel would not survive; Windows has no execve.
  if (missing.length > 0 && process.execve !== undefined && process.send === undefined && process.platform !== 'win32') {
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...missing, ...process.argv.slice(1)], process.env);
  }
  if (process.platform === 'linux') lowerV8Threads();
};

/** Lowest: they mark, sweep and compile ahead, which the serving thread does by itself should they get no time. */
const lowestPriority = 19;

/** Linux gives each thread a priority of its own, which `setPriority` takes by its thread id (sched(7)). */
const lowerV8Threads = (): void => {
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      if (readFileSync(`/proc/self/task/${thread}/comm`, 'latin1') === 'V8Worker\n') setPriority(Number(thread), lowestPriority);
    }
  } catch {
    // A hardened system may hide or forbid this; nothing depends on it.
  }
};
