/** Work that a server does for itself while it runs, now and then, and that keeps nobody waiting. */

export interface Repeating {
  readonly stop: () => void;
}

export interface RepeatOptions {
  /** A start has enough to do. */
  readonly firstAfterMs: number;
  readonly everyMs: number;
  /** Told of what went wrong; the work is tried again the next time. */
  readonly onError: (reason: string) => void;
}

/** Begins no work before the last has ended, and does not keep the process alive. */
export const repeatQuietly = (work: () => Promise<unknown>, { firstAfterMs, everyMs, onError }: RepeatOptions): Repeating => {
  let working = false;
  const run = async (): Promise<void> => {
    if (working) return;
    working = true;
    try {
      await work();
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error));
    } finally {
      working = false;
    }
  };
  const first = setTimeout(() => void run(), firstAfterMs).unref();
  const timer = setInterval(() => void run(), everyMs).unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
};
