/**
 * How many calls by strangers (no key, or a wrong one) get a record: enough to see an attack, too few to fill the disk with one.
 */
export interface StrangerAllowance {
  readonly admit: () => boolean;
  /** Calls by strangers that got no record. */
  readonly unrecorded: () => number;
}

/** A token bucket. @param now epoch milliseconds */
export const strangerAllowance = (perSecond = 10, burst = 100, now: () => number = Date.now): StrangerAllowance => {
  let tokens = burst;
  let filledAt = now();
  let unrecorded = 0;
  return {
    admit: () => {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (tokens < 1) {
        unrecorded += 1;
        return false;
      }
      tokens -= 1;
      return true;
    },
    unrecorded: () => unrecorded,
  };
};
