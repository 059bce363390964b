/**
 * The shape of a stage on a request's way, and the chain that composes them.
 * A stage sees what the stages before it added, may add to it, and calls `next` for the rest of the way;
 * what it does after `next` returns happens on the way back.
 */
import type { Reply } from './reply.ts';
import type { Timeline } from './timeline.ts';

/**
 * `run` is a property, not a method: properties are checked contravariantly, so a stage placed before
 * the stages that add what it needs does not compile.
 * `next` may be called again for a clean second attempt (fallback, cascade, re-ask and hedge are all just that).
 */
export interface Stage<Needs, Adds extends object = object> {
  readonly name: string;
  /** Has nothing to do as things are configured, and costs nothing then: left out of the way. Only for a stage that adds nothing that has to be there. */
  readonly idle?: boolean;
  readonly run: (exchange: Readonly<Needs>, next: (adds: Adds) => Promise<Reply>) => Promise<Reply>;
}

/** What every stage may use to say how long it took: the runner keeps it, stages need not. */
export interface Timed {
  readonly timeline: Timeline;
}

/** A chain of stages whose last one answers. */
export type Pipeline<Start> = (exchange: Start) => Promise<Reply>;

type Runner = (exchange: Timed, next: (exchange: Timed) => Promise<Reply>) => Promise<Reply>;

/** A chain under construction: `Has` is all that a stage placed next may need. */
export interface Chain<Start extends Timed, Has extends Timed> {
  readonly add: <Adds extends object>(stage: Stage<Has, Adds>) => Chain<Start, Has & Adds>;
  /** Closes the chain with the stage that answers without calling `next`. */
  readonly finish: (stage: Stage<Has, never>) => Pipeline<Start>;
  /** Names of the stages so far, in order. */
  readonly names: readonly string[];
}

/** Begins an empty chain for exchanges that start as `Start`. */
export const startChain = <Start extends Timed>(): Chain<Start, Start> => extend<Start, Start>([], []);

const extend = <Start extends Timed, Has extends Timed>(runners: readonly Runner[], names: readonly string[]): Chain<Start, Has> => ({
  names,
  add: <Adds extends object>(stage: Stage<Has, Adds>) =>
    extend<Start, Has & Adds>(stage.idle === true ? runners : [...runners, timed(stage)], [...names, stage.name]),
  finish: (stage) => {
    const all = [...runners, timed(stage)];
    const from = (index: number): ((exchange: Timed) => Promise<Reply>) => {
      const runner = all[index];
      if (runner === undefined) return () => Promise.reject(new Error(`stage "${stage.name}" called next, but it is the last`));
      const next = from(index + 1);
      return (exchange) => runner(exchange, next);
    };
    return from(0);
  },
});

/**
 * Wraps a stage so that its time is on the timeline and what it adds is laid over a copy of the exchange.
 * The one cast in the pipeline: `add` has already proved that the exchange holds what the stage needs.
 */
const timed = <Needs extends Timed, Adds extends object>(stage: Stage<Needs, Adds>): Runner => {
  const { name, run } = stage;
  return async (exchange, next) => {
    const { timeline } = exchange;
    const place = timeline.begin(name);
    try {
      return await run(exchange as Needs, (adds) => next({ ...exchange, ...adds }));
    } finally {
      timeline.end(place);
    }
  };
};
