/**
 * Encodes a call's OpenTelemetry spans straight from its record, as the protobuf that OTLP sends: one for the request, one for each
 * stage, nested as the stages were. The stages are timed once, for the record; building span objects first, as the SDK does,
 * cost more than all stages together (`span-encoder.test.ts` holds the result to what the SDK's own serializer writes).
 * Source: opentelemetry/proto/trace/v1/trace.proto
 */
import type { AttemptRecord, CallRecord, StageTiming } from '@plimsoll/contract/call-record';
import { operationName, type GenAiConventions } from './genai-conventions.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

type AttributeValue = string | number | boolean | readonly string[];

/** `SpanKind` */
const internal = 1;
const server = 2;
const client = 3;

/** Tags of `Span`: the field's number and wire type. */
const tag = {
  traceId: Buffer.from([0x0a, 16]),
  spanId: Buffer.from([0x12, 8]),
  parentSpanId: Buffer.from([0x22, 8]),
  name: 0x2a,
  kind: 0x30,
  start: 0x39,
  end: 0x41,
  attribute: 0x4a,
  status: 0x7a,
};

/** `flags`: sampled, and whether the parent is known to be in another process. */
const flags = (remoteParent: boolean): Buffer => Buffer.from([0x85, 0x01, 0x01, remoteParent ? 0x03 : 0x01, 0, 0]);
const localFlags = flags(false);
const remoteFlags = flags(true);

/** Fixed parts of a span: ids, times, kind, flags, and room for lengths. */
const fixedBytes = 128;

/** Where a span's fields begin in the writer: its ids are copied from there instead of being read from hex digits again. */
type SpanPlace = number;
const traceIdOffset = tag.traceId.length;
const spanIdOffset = traceIdOffset + 16 + tag.spanId.length;

const prepared = new Map<string, Buffer>();

/** A string field's content with its length, made once: names of stages and attributes recur with every call. */
const preparedString = (text: string): Buffer => {
  const known = prepared.get(text);
  if (known !== undefined) return known;
  const bytes = Buffer.from(text);
  const made = Buffer.concat([Buffer.from(bytes.length < 0x80 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >>> 7]), bytes]);
  prepared.set(text, made);
  return made;
};

const preparedKeys = new Map<string, Buffer>();

/** `KeyValue.key` and the tag of the value that follows it. */
const preparedKey = (key: string): Buffer => {
  const known = preparedKeys.get(key);
  if (known !== undefined) return known;
  const made = Buffer.concat([Buffer.from([0x0a]), preparedString(key), Buffer.from([0x12])]);
  preparedKeys.set(key, made);
  return made;
};

export class SpanEncoder {
  readonly #writer: ProtobufWriter;
  readonly #conventions: GenAiConventions;
  readonly #newSpanId: () => string;
  #spans = 0;

  /** @param newSpanId 16 hex digits */
  constructor(writer: ProtobufWriter, conventions: GenAiConventions, newSpanId: () => string) {
    this.#writer = writer;
    this.#conventions = conventions;
    this.#newSpanId = newSpanId;
  }

  /** Appends the spans of one call, each as an entry of `ScopeSpans.spans`. @returns how many they are. */
  encode(record: CallRecord): number {
    const before = this.#spans;
    const startUs = record.startedAt * 1000;
    const root = this.#span(`plimsoll ${record.operation}`, server, record.traceId, record.spanId, record.parentSpanId, true, startUs, record.durationUs, failureOf(record), () => this.#requestAttributes(record));

    /** The stage that encloses the next one; attempts hang from route, so a second attempt goes back to it. */
    let enclosing = root;
    let route = root;
    let previous: StageTiming | null = null;
    for (const stage of record.stages) {
      if (previous !== null && stage.attempt !== previous.attempt) enclosing = route;
      const attempt = stage.stage === 'call' ? record.attempts.find(({ index }) => index === stage.attempt) : undefined;
      const own =
        attempt === undefined
          ? this.#span(stage.stage, internal, root, this.#newSpanId(), enclosing, false, startUs + stage.startUs, stage.durationUs, null, null)
          : this.#call(record, attempt, root, enclosing, stage, startUs);
      if (stage.stage === 'route') route = own;
      enclosing = own;
      previous = stage;
    }
    return this.#spans - before;
  }

  /** The span the GenAI conventions describe: the client's call to a model. A stream's lasts until its end, unlike its stage. */
  #call(record: CallRecord, attempt: AttemptRecord, root: SpanPlace, enclosing: SpanPlace, stage: StageTiming, startUs: number): SpanPlace {
    const operation = operationName(record.operation);
    const durationUs = Math.max(stage.durationUs, attempt.startUs + attempt.durationUs - stage.startUs);
    const failure = attempt.outcome === 'error' ? (attempt.errorCode ?? 'error') : null;
    return this.#span(`${operation} ${attempt.upstreamModel}`, client, root, this.#newSpanId(), enclosing, false, startUs + stage.startUs, durationUs, failure, () => {
      const { usage } = attempt;
      const names = this.#conventions;
      this.#attribute('gen_ai.operation.name', operation);
      this.#attribute(names.provider, attempt.provider);
      this.#attribute('gen_ai.request.model', attempt.upstreamModel);
      this.#attribute('gen_ai.usage.input_tokens', usage.input);
      this.#attribute('gen_ai.usage.output_tokens', usage.output);
      this.#attribute('plimsoll.model', attempt.model);
      this.#attribute('plimsoll.attempt', attempt.index);
      if (names.cachedInputTokens !== null && usage.cachedInput > 0) this.#attribute(names.cachedInputTokens, usage.cachedInput);
      if (names.cacheWriteTokens !== null && usage.cacheWrite > 0) this.#attribute(names.cacheWriteTokens, usage.cacheWrite);
      if (record.finishReason !== null && attempt.outcome === 'ok') this.#attribute('gen_ai.response.finish_reasons', [record.finishReason]);
      this.#optional('plimsoll.cost_pico_usd', attempt.costPicoUsd);
      this.#optional('error.type', attempt.errorCode);
    });
  }

  #requestAttributes(record: CallRecord): void {
    this.#attribute('http.request.method', 'POST');
    this.#attribute('http.response.status_code', record.status);
    this.#attribute('plimsoll.call.id', record.id);
    this.#attribute('plimsoll.operation', record.operation);
    this.#attribute('plimsoll.stream', record.stream);
    this.#attribute('plimsoll.outcome', record.outcome);
    this.#attribute('plimsoll.config.version', record.versions.config);
    this.#optional('plimsoll.tenant', record.tenant);
    this.#optional('plimsoll.app', record.app);
    this.#optional('plimsoll.feature', record.feature);
    this.#optional('gen_ai.conversation.id', record.session);
    this.#optional('user.id', record.user);
    this.#optional('plimsoll.route', record.route);
    this.#optional('error.type', record.errorCode);
  }

  /**
   * @param trace the trace's id, or a span that was written with it.
   * @param parent the parent's id, or the parent where it was written before.
   * @param failure what the status says; null leaves it unset.
   */
  #span(
    name: string,
    kind: number,
    trace: string | SpanPlace,
    spanId: string,
    parent: string | SpanPlace | null,
    mayBeRemote: boolean,
    startUs: number,
    durationUs: number,
    failure: string | null,
    attributes: (() => void) | null,
  ): SpanPlace {
    const to = this.#writer;
    to.reserve(fixedBytes + name.length * 3);
    to.byte(0x12);
    const start = to.begin();
    to.bytes(tag.traceId);
    if (typeof trace === 'string') to.hex(trace);
    else to.repeat(trace + traceIdOffset, 16);
    to.bytes(tag.spanId);
    to.hex(spanId);
    if (parent !== null) {
      to.bytes(tag.parentSpanId);
      if (typeof parent === 'string') to.hex(parent);
      else to.repeat(parent + spanIdOffset, 8);
    }
    to.byte(tag.name);
    if (attributes === null) to.bytes(preparedString(name));
    else to.string(name);
    to.byte(tag.kind);
    to.byte(kind);
    to.byte(tag.start);
    this.#nanoseconds(startUs);
    to.byte(tag.end);
    this.#nanoseconds(startUs + durationUs);
    attributes?.();
    if (failure !== null) {
      to.reserve(fixedBytes);
      to.byte(tag.status);
      const status = to.begin();
      to.byte(0x12);
      to.string(failure);
      to.byte(0x18);
      to.byte(2);
      to.end(status);
    }
    to.bytes(mayBeRemote && parent !== null ? remoteFlags : localFlags);
    to.end(start);
    this.#spans += 1;
    return start;
  }

  #optional(key: string, value: string | null): void {
    if (value !== null) this.#attribute(key, value);
  }

  #attribute(key: string, value: AttributeValue): void {
    const to = this.#writer;
    to.reserve(fixedBytes);
    to.byte(tag.attribute);
    const pair = to.begin();
    to.bytes(preparedKey(key));
    const any = to.begin();
    this.#value(value);
    to.end(any);
    to.end(pair);
  }

  /** `AnyValue`; numbers here are whole and not negative. */
  #value(value: AttributeValue): void {
    const to = this.#writer;
    if (typeof value === 'string') {
      to.byte(0x0a);
      to.string(value);
    } else if (typeof value === 'number') {
      to.byte(0x18);
      to.varint(value);
    } else if (typeof value === 'boolean') {
      to.byte(0x10);
      to.byte(value ? 1 : 0);
    } else {
      to.byte(0x2a);
      const list = to.begin();
      for (const item of value) {
        to.byte(0x0a);
        const element = to.begin();
        this.#value(item);
        to.end(element);
      }
      to.end(list);
    }
  }

  /** Nanoseconds do not fit into a double: the product is taken in two halves, each exact. */
  #nanoseconds(us: number): void {
    const upper = Math.floor(us / 0x400000);
    const low = (us - upper * 0x400000) * 1000 + ((upper * 1000) % 0x400) * 0x400000;
    const carry = Math.floor(low / 0x1_0000_0000);
    this.#writer.fixed64(low - carry * 0x1_0000_0000, Math.floor((upper * 1000) / 0x400) + carry);
  }
}

/** OpenTelemetry's rule for servers: an error that lies with the caller leaves the status unset. */
const failureOf = (record: CallRecord): string | null => {
  const brokeInMidStream = record.outcome === 'error' && record.status < 400;
  return record.status >= 500 || record.outcome === 'interrupted' || brokeInMidStream ? (record.errorCode ?? 'error') : null;
};
