/**
 * A request's way: every stage in its order. This file is the table of contents; `docs/request-lifecycle.md` tells the story.
 * The places of stages that later work brings are marked, so that the order is decided once.
 */
import type { Guard } from './guardrails/guard.ts';
import type { Received, Recorded } from './exchange.ts';
import type { Catalogue } from './model.ts';
import type { Limits } from './limits/limiter.ts';
import type { ShapeRule } from './shaping/shape.ts';
import type { Spend } from './spend/spend.ts';
import { startChain, type Pipeline } from './stage.ts';
import { admit } from './stages/admit/admit.ts';
import { call } from './stages/call/call.ts';
import { compose } from './stages/compose/compose.ts';
import { answered, type Answered } from './stages/defer/answered.ts';
import { defer, type Deferring } from './stages/defer/defer.ts';
import { identify, type Authenticate } from './stages/identify/identify.ts';
import { knownCaller, type KnownCaller } from './stages/identify/known-caller.ts';
import { label } from './stages/label/label.ts';
import { read } from './stages/read/read.ts';
import { record, type RecordOptions } from './stages/record/record.ts';
import { reserve } from './stages/reserve/reserve.ts';
import { tokenise } from './stages/tokenise/tokenise.ts';
import { keepsAnswer, reuse, type ReuseOptions } from './stages/reuse/reuse.ts';
import { route, type Waiting } from './stages/route/route.ts';
import { routeDeferred } from './stages/route/route-deferred.ts';

export interface PipelineParts {
  readonly record: RecordOptions;
  readonly authenticate: Authenticate;
  readonly catalogue: () => Catalogue;
  readonly limiter: Limits;
  /** What the model or route of a name takes; null where nothing is ever cut. */
  readonly shapeOf: ((name: string) => ShapeRule | null) | null;
  /** null where nothing is looked for in requests. */
  readonly guard: Guard | null;
  /** null where nothing is cached. */
  readonly reuse: ReuseOptions | null;
  /** null where there are no budgets. */
  readonly spend: Spend | null;
  /** The clock and the chance that health goes by; a test's own where it is given. */
  readonly waiting?: Waiting;
}

export const stageOrder = (parts: PipelineParts) =>
  startChain<Received>()
    .add(record(parts.record)) // opens the trace; back: one durable record
    .add(identify(parts.authenticate)) // key or token to caller
    .add(read()) // the body, parsed once
    .add(admit(parts.limiter)) // request, token and concurrency limits; back: returns what was not used
    // release: which release this conversation is on
    .add(compose(parts.shapeOf)) // cut to the route's limit; prompt filled in and context find their place here
    .add(label(parts.guard)) // what the content is
    // permit: which destinations may see it
    .add(tokenise(parts.guard)) // stand-ins for personal data; back: puts the values in again
    .add(reuse(parts.reuse)) // the answer to the same request of before; back: keeps the reply if it may be kept
    // conform: back: output against its schema
    .add(route(parts.catalogue, parts.limiter.countsAttempts ? parts.limiter : null, parts.waiting)) // orders candidates; calls on for each, and again
    // shield: reveals to this destination what policy lets it see
    .add(reserve({ spend: parts.spend })); // holds the worst case; back: settles the true price

export const createPipeline = (parts: PipelineParts): Pipeline<Received> => stageOrder(parts).finish(call());

/**
 * The way of a batch's item that may wait for its provider's own batch API, in two halves that are hours apart. The first ends before the
 * provider: what it would be sent is handed to `defer`. Every stage that decides what may be sent, and to whom, has its place in it.
 * It writes no record: an item that may not wait goes the whole way above, and is recorded there.
 */
export const createDeferPipeline = (parts: PipelineParts): Pipeline<Received & Recorded & Deferring> =>
  startChain<Received & Recorded & Deferring>()
    .add(identify(parts.authenticate))
    .add(read())
    .add(compose(parts.shapeOf))
    .add(label(parts.guard))
    .add(tokenise(parts.guard))
    .add(routeDeferred(parts.catalogue))
    .finish(defer({ spend: parts.spend, isKept: parts.reuse === null ? null : keepsAnswer(parts.reuse) }));

/** The second half: the answer that has come is read, priced and recorded as any other. The money was held for the whole batch. */
export const createAnsweredPipeline = (parts: Pick<PipelineParts, 'record' | 'shapeOf' | 'guard'>): Pipeline<Received & KnownCaller & Answered> =>
  startChain<Received & KnownCaller & Answered>()
    .add(record(parts.record))
    .add(knownCaller())
    .add(read())
    .add(compose(parts.shapeOf))
    .add(label(parts.guard))
    .add(tokenise(parts.guard))
    .add(answered())
    .add(reserve({ spend: null }))
    .finish(call());
