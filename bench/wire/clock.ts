/** A clock that two processes on one machine can compare: both begin from the same wall clock and go on monotonically. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** The same in whole microseconds, which has 16 digits until the year 2286. */
export const nowUs = (): number => Math.round(nowMs() * 1000);
