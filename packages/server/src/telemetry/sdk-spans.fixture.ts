/**
 * A call's spans as the SDK's own span objects: what the encoder's test holds its bytes against.
 */
import { SpanKind, SpanStatusCode, TraceFlags, type Attributes, type HrTime, type SpanContext, type SpanStatus } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { AttemptRecord, CallRecord, StageTiming } from '@plimsoll/contract/call-record';
import { operationName, type GenAiConventions } from './genai-conventions.ts';

export interface SpanOrigin {
  readonly resource: Resource;
  readonly scope: { readonly name: string; readonly version: string };
  readonly conventions: GenAiConventions;
  readonly newSpanId: () => string;
}

export const spansFromRecord = (record: CallRecord, origin: SpanOrigin): ReadableSpan[] => {
  const root = context(record.traceId, record.spanId);
  const parent = record.parentSpanId === null ? undefined : { ...context(record.traceId, record.parentSpanId), isRemote: true };
  const spans = [
    span(origin, `plimsoll ${record.operation}`, SpanKind.SERVER, root, parent, record.startedAt, 0, record.durationUs, statusOf(record), requestAttributes(record)),
  ];
  /** The stage that encloses the next one; attempts hang from route, so a second attempt goes back to it. */
  let enclosing = root;
  let route = root;
  let previous: StageTiming | null = null;
  for (const stage of record.stages) {
    if (previous !== null && stage.attempt !== previous.attempt) enclosing = route;
    const own = context(record.traceId, origin.newSpanId());
    const attempt = stage.stage === 'call' ? record.attempts.find(({ index }) => index === stage.attempt) : undefined;
    spans.push(
      attempt === undefined
        ? span(origin, stage.stage, SpanKind.INTERNAL, own, enclosing, record.startedAt, stage.startUs, stage.durationUs, unset, {})
        : callSpan(origin, record, attempt, own, enclosing, stage),
    );
    if (stage.stage === 'route') route = own;
    enclosing = own;
    previous = stage;
  }
  return spans;
};

/** The span the GenAI conventions describe: the client's call to a model. A stream's lasts until its end, unlike its stage. */
const callSpan = (
  origin: SpanOrigin,
  record: CallRecord,
  attempt: AttemptRecord,
  own: SpanContext,
  enclosing: SpanContext,
  stage: StageTiming,
): ReadableSpan => {
  const { conventions } = origin;
  const { usage } = attempt;
  const operation = operationName(record.operation);
  const attributes: Attributes = {
    'gen_ai.operation.name': operation,
    [conventions.provider]: attempt.provider,
    'gen_ai.request.model': attempt.upstreamModel,
    'gen_ai.usage.input_tokens': usage.input,
    'gen_ai.usage.output_tokens': usage.output,
    'plimsoll.model': attempt.model,
    'plimsoll.attempt': attempt.index,
  };
  if (conventions.cachedInputTokens !== null && usage.cachedInput > 0) attributes[conventions.cachedInputTokens] = usage.cachedInput;
  if (conventions.cacheWriteTokens !== null && usage.cacheWrite > 0) attributes[conventions.cacheWriteTokens] = usage.cacheWrite;
  if (record.finishReason !== null && attempt.outcome === 'ok') attributes['gen_ai.response.finish_reasons'] = [record.finishReason];
  if (attempt.costPicoUsd !== null) attributes['plimsoll.cost_pico_usd'] = attempt.costPicoUsd;
  if (attempt.errorCode !== null) attributes['error.type'] = attempt.errorCode;
  const durationUs = Math.max(stage.durationUs, attempt.startUs + attempt.durationUs - stage.startUs);
  const status = attempt.outcome === 'error' ? failed(attempt.errorCode) : unset;
  return span(origin, `${operation} ${attempt.upstreamModel}`, SpanKind.CLIENT, own, enclosing, record.startedAt, stage.startUs, durationUs, status, attributes);
};

const requestAttributes = (record: CallRecord): Attributes => {
  const attributes: Attributes = {
    'http.request.method': 'POST',
    'http.response.status_code': record.status,
    'plimsoll.call.id': record.id,
    'plimsoll.operation': record.operation,
    'plimsoll.stream': record.stream,
    'plimsoll.outcome': record.outcome,
    'plimsoll.config.version': record.versions.config,
  };
  if (record.tenant !== null) attributes['plimsoll.tenant'] = record.tenant;
  if (record.app !== null) attributes['plimsoll.app'] = record.app;
  if (record.feature !== null) attributes['plimsoll.feature'] = record.feature;
  if (record.session !== null) attributes['gen_ai.conversation.id'] = record.session;
  if (record.user !== null) attributes['user.id'] = record.user;
  if (record.route !== null) attributes['plimsoll.route'] = record.route;
  if (record.cache !== null) attributes['plimsoll.cache'] = record.cache;
  if (record.shaped !== null) {
    attributes['plimsoll.shaped.tokens_before'] = record.shaped.tokensBefore;
    attributes['plimsoll.shaped.tokens_after'] = record.shaped.tokensAfter;
  }
  if (record.errorCode !== null) attributes['error.type'] = record.errorCode;
  return attributes;
};

const unset: SpanStatus = { code: SpanStatusCode.UNSET };

const failed = (code: string | null): SpanStatus => ({ code: SpanStatusCode.ERROR, message: code ?? 'error' });

/** OpenTelemetry's rule for servers: an error that lies with the caller leaves the status unset. */
const statusOf = (record: CallRecord): SpanStatus => {
  const brokeInMidStream = record.outcome === 'error' && record.status < 400;
  return record.status >= 500 || record.outcome === 'interrupted' || brokeInMidStream ? failed(record.errorCode) : unset;
};

const context = (traceId: string, spanId: string): SpanContext => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });

const hrTime = (epochMs: number, us: number): HrTime => {
  const wholeUs = epochMs * 1000 + us;
  const seconds = Math.floor(wholeUs / 1e6);
  return [seconds, Math.round((wholeUs - seconds * 1e6) * 1000)];
};

const none: never[] = [];

const span = (
  { resource, scope }: SpanOrigin,
  name: string,
  kind: SpanKind,
  own: SpanContext,
  parent: SpanContext | undefined,
  epochMs: number,
  startUs: number,
  durationUs: number,
  status: SpanStatus,
  attributes: Attributes,
): ReadableSpan => ({
  name,
  kind,
  spanContext: () => own,
  ...(parent === undefined ? {} : { parentSpanContext: parent }),
  startTime: hrTime(epochMs, startUs),
  endTime: hrTime(epochMs, startUs + durationUs),
  duration: hrTime(0, durationUs),
  status,
  attributes,
  links: none,
  events: none,
  ended: true,
  resource,
  instrumentationScope: scope,
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
});
