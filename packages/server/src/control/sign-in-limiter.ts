/**
 * Slows down whoever tries keys at the sign-in: after some failures from one address, none is looked at for the rest of the minute.
 * It protects chosen keys, which may be guessable; made ones are not. In memory and bounded, so each replica counts for itself.
 */
export interface SignInLimiter {
  /** Whole seconds to wait, null when an attempt may be made. */
  readonly waitS: (address: string) => number | null;
  /** Successes are not told: else somebody with one key could clear the count between guesses at another. */
  readonly failed: (address: string) => void;
}

const windowMs = 60_000;
const failuresAllowed = 10;
/** Addresses remembered; the one seen longest ago is forgotten first. */
const addressesKept = 10_000;

export const createSignInLimiter = (now: () => number = Date.now): SignInLimiter => {
  const windows = new Map<string, { endsAtMs: number; failures: number }>();

  const current = (address: string): { endsAtMs: number; failures: number } | null => {
    const window = windows.get(address);
    return window === undefined || window.endsAtMs <= now() ? null : window;
  };

  return {
    waitS: (address) => {
      const window = current(address);
      return window === null || window.failures < failuresAllowed ? null : Math.max(1, Math.ceil((window.endsAtMs - now()) / 1_000));
    },
    failed: (address) => {
      const window = current(address) ?? { endsAtMs: now() + windowMs, failures: 0 };
      window.failures += 1;
      windows.delete(address);
      windows.set(address, window);
      for (const oldest of windows.keys()) {
        if (windows.size <= addressesKept) break;
        windows.delete(oldest);
      }
    },
  };
};
