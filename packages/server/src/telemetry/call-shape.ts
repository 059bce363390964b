/**
 * What two calls must share for their spans to differ in no more than ids, times, numbers and free texts. Templates are made from
 * a shape alone, never from a record, so a value that is missing here cannot end up in a template as if all calls had it.
 */
import type { AttemptRecord, CallRecord, StageTiming } from '@plimsoll/contract/call-record';

export interface AttemptShape
  extends Pick<AttemptRecord, 'index' | 'model' | 'provider' | 'upstreamModel' | 'outcome' | 'errorCode'> {
  readonly priced: boolean;
  readonly readCache: boolean;
  readonly wroteCache: boolean;
}

/** Who called, and what callers choose freely, counts only as there or not: as many users would be as many shapes. */
export interface CallShape
  extends Pick<CallRecord, 'operation' | 'stream' | 'route' | 'outcome' | 'status' | 'errorCode' | 'finishReason' | 'cache'> {
  readonly configVersion: string;
  readonly isShaped: boolean;
  readonly hasParent: boolean;
  readonly hasTenant: boolean;
  readonly hasApp: boolean;
  readonly hasUser: boolean;
  readonly hasFeature: boolean;
  readonly hasSession: boolean;
  readonly attempts: readonly AttemptShape[];
  readonly stages: readonly Pick<StageTiming, 'stage' | 'attempt'>[];
}

export const shapeOf = (record: CallRecord): CallShape => ({
  operation: record.operation,
  stream: record.stream,
  route: record.route,
  outcome: record.outcome,
  status: record.status,
  errorCode: record.errorCode,
  finishReason: record.finishReason,
  cache: record.cache,
  isShaped: record.shaped !== null,
  configVersion: record.versions.config,
  hasParent: record.parentSpanId !== null,
  hasTenant: record.tenant !== null,
  hasApp: record.app !== null,
  hasUser: record.user !== null,
  hasFeature: record.feature !== null,
  hasSession: record.session !== null,
  attempts: record.attempts.map(attemptShapeOf),
  stages: record.stages.map(({ stage, attempt }) => ({ stage, attempt })),
});

const attemptShapeOf = ({ index, model, provider, upstreamModel, outcome, errorCode, costPicoUsd, usage }: AttemptRecord): AttemptShape => ({
  index,
  model,
  provider,
  upstreamModel,
  outcome,
  errorCode,
  priced: costPicoUsd !== null,
  readCache: usage.cachedInput > 0,
  wroteCache: usage.cacheWrite > 0,
});

/** `shapeOf`, compared without being built: this runs on every call. */
export const hasShape = (record: CallRecord, shape: CallShape): boolean =>
  record.operation === shape.operation &&
  record.stream === shape.stream &&
  record.route === shape.route &&
  record.outcome === shape.outcome &&
  record.status === shape.status &&
  record.errorCode === shape.errorCode &&
  record.finishReason === shape.finishReason &&
  record.cache === shape.cache &&
  (record.shaped !== null) === shape.isShaped &&
  record.versions.config === shape.configVersion &&
  (record.parentSpanId !== null) === shape.hasParent &&
  (record.tenant !== null) === shape.hasTenant &&
  (record.app !== null) === shape.hasApp &&
  (record.user !== null) === shape.hasUser &&
  (record.feature !== null) === shape.hasFeature &&
  (record.session !== null) === shape.hasSession &&
  haveAttemptShapes(record.attempts, shape.attempts) &&
  haveStages(record.stages, shape.stages);

const haveAttemptShapes = (attempts: readonly AttemptRecord[], shapes: CallShape['attempts']): boolean => {
  if (attempts.length !== shapes.length) return false;
  for (let index = 0; index < shapes.length; index += 1) {
    const attempt = attempts[index];
    const shape = shapes[index];
    if (attempt === undefined || shape === undefined || !hasAttemptShape(attempt, shape)) return false;
  }
  return true;
};

const hasAttemptShape = (attempt: AttemptRecord, shape: AttemptShape): boolean =>
  attempt.index === shape.index &&
  attempt.model === shape.model &&
  attempt.provider === shape.provider &&
  attempt.upstreamModel === shape.upstreamModel &&
  attempt.outcome === shape.outcome &&
  attempt.errorCode === shape.errorCode &&
  (attempt.costPicoUsd !== null) === shape.priced &&
  attempt.usage.cachedInput > 0 === shape.readCache &&
  attempt.usage.cacheWrite > 0 === shape.wroteCache;

const haveStages = (timings: readonly StageTiming[], stages: CallShape['stages']): boolean => {
  if (timings.length !== stages.length) return false;
  for (let index = 0; index < stages.length; index += 1) {
    const timing = timings[index];
    const stage = stages[index];
    if (timing === undefined || stage === undefined || timing.stage !== stage.stage || timing.attempt !== stage.attempt) return false;
  }
  return true;
};
