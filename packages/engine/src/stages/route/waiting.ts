/** The time and the chance that a route goes by; tests bring their own. */

export interface Waiting {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** @throws the signal's reason as soon as it is aborted */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, ms);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });

export const realWaiting: Waiting = { clock: () => performance.now(), random: Math.random, sleep };
