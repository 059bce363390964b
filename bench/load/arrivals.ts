/** The moments at which an open-loop job sends: a Poisson process, the same for every gateway that gets the same seed. */

/** Mulberry32: small, seeded, even enough to place requests. @returns numbers in (0, 1] */
const randomNumbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 4_294_967_296;
  };
};

/** @returns milliseconds from the begin, ascending, all below `durationMs` */
export const poissonArrivals = (ratePerS: number, durationMs: number, seed: number): number[] => {
  const random = randomNumbers(seed);
  const moments: number[] = [];
  for (let at = 0; ; ) {
    at -= (Math.log(random()) * 1000) / ratePerS;
    if (at >= durationMs) return moments;
    moments.push(at);
  }
};
