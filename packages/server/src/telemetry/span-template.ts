/**
 * What a call's OpenTelemetry spans hold, as the protobuf that OTLP sends: one for the request, one for each stage, nested as the
 * stages were. Calls of one shape differ in little, so this is written once for a shape, with places for what differs;
 * the encoder fills them in for each call.
 * Source: opentelemetry/proto/trace/v1/trace.proto
 */
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { AttemptShape, CallShape } from './call-shape.ts';
import { operationName, type GenAiConventions } from './genai-conventions.ts';
import { anyValueFields, keyField, valueField, writeAttribute, type AttributeValue } from './otlp-attribute.ts';
import { lengthBytes, numberBytes, timeBytes } from './protobuf-places.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** An attribute's value that is a whole number. */
interface NumberPlace {
  readonly at: number;
  readonly read: (record: CallRecord) => number;
}

/** An attribute's value that is a text of any length, empty in the template. Three lengths count it, besides the span's. */
export interface TextPlace {
  readonly at: number;
  readonly lengthAt: number;
  readonly valueLengthAt: number;
  readonly attributeLengthAt: number;
  /** Lengths while the text is empty. */
  readonly valueBytes: number;
  readonly attributeBytes: number;
  readonly read: (record: CallRecord) => string;
}

export interface SpanPlace {
  readonly lengthAt: number;
  /** Its length while its texts are empty. */
  readonly bytes: number;
  readonly traceIdAt: number;
  readonly spanIdAt: number;
  readonly parentSpanIdAt: number;
  readonly startTimeAt: number;
  readonly endTimeAt: number;
  readonly numbers: readonly NumberPlace[];
  readonly texts: readonly TextPlace[];
}

export interface StageSpanPlace extends SpanPlace {
  readonly enclosingSpanIdAt: number;
  /** Place in the record of the attempt whose call the stage is; -1 for other stages. */
  readonly attempt: number;
}

export interface SpanTemplate {
  readonly shape: CallShape;
  readonly view: DataView;
  readonly request: SpanPlace;
  /** In the order of the record's stages. */
  readonly stages: readonly StageSpanPlace[];
  /** The texts of all spans, and the bytes before, between and after them: one more. */
  readonly texts: readonly TextPlace[];
  readonly pieces: readonly Uint8Array[];
}

/** `SpanKind` */
const internal = 1;
const server = 2;
const client = 3;

/** Fields of `ScopeSpans`, `Span` and `Status`. */
const spansField = 2;
const fields = { traceId: 1, spanId: 2, parentSpanId: 4, name: 5, kind: 6, startTime: 7, endTime: 8, attribute: 9, status: 15, flags: 16 };
const statusFields = { message: 2, code: 3 };
const statusError = 2;

/** The four bytes of `flags`: the trace is sampled, and whether the parent is known to be in another process. */
const flags = (remoteParent: boolean): readonly number[] => [0x01, remoteParent ? 0x03 : 0x01, 0, 0];

const traceIdBytes = 16;
const spanIdBytes = 8;

export const spanTemplate = (shape: CallShape, conventions: GenAiConventions): SpanTemplate => {
  const writer = new SpanTemplateWriter(shape, conventions);
  const request = writer.request();
  const stages = writer.stages(request);
  const bytes = writer.bytes();
  const texts = [request, ...stages].flatMap((span) => span.texts);
  const cuts = texts.map(({ at }) => at);
  const pieces = [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index]));
  return { shape, view: new DataView(bytes.buffer), request, stages, texts, pieces };
};

class SpanTemplateWriter {
  readonly #shape: CallShape;
  readonly #conventions: GenAiConventions;
  readonly #to = new ProtobufWriter();
  /** Places in the span that is being written. */
  #numbers: NumberPlace[] = [];
  #texts: TextPlace[] = [];

  constructor(shape: CallShape, conventions: GenAiConventions) {
    this.#shape = shape;
    this.#conventions = conventions;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#to.copy();
  }

  request(): SpanPlace {
    const shape = this.#shape;
    return this.#span(`plimsoll ${shape.operation}`, server, shape.hasParent ? 'remote' : 'none', requestFailure(shape), () => {
      this.#attribute('http.request.method', 'POST');
      this.#attribute('http.response.status_code', shape.status);
      this.#text('plimsoll.call.id', (record) => record.id);
      this.#attribute('plimsoll.operation', shape.operation);
      this.#attribute('plimsoll.stream', shape.stream);
      this.#attribute('plimsoll.outcome', shape.outcome);
      this.#attribute('plimsoll.config.version', shape.configVersion);
      if (shape.hasTenant) this.#text('plimsoll.tenant', (record) => record.tenant ?? '');
      if (shape.hasApp) this.#text('plimsoll.app', (record) => record.app ?? '');
      if (shape.hasFeature) this.#text('plimsoll.feature', (record) => record.feature ?? '');
      if (shape.hasSession) this.#text('gen_ai.conversation.id', (record) => record.session ?? '');
      if (shape.hasUser) this.#text('user.id', (record) => record.user ?? '');
      this.#optional('plimsoll.route', shape.route);
      this.#optional('plimsoll.cache', shape.cache);
      if (shape.isShaped) {
        this.#number('plimsoll.shaped.tokens_before', (record) => record.shaped?.tokensBefore ?? 0);
        this.#number('plimsoll.shaped.tokens_after', (record) => record.shaped?.tokensAfter ?? 0);
      }
      this.#optional('error.type', shape.errorCode);
    });
  }

  stages(request: SpanPlace): StageSpanPlace[] {
    const { stages, attempts } = this.#shape;
    /** The stage that encloses the next one; attempts hang from route, so a second attempt goes back to it. */
    let enclosing = request;
    let route = request;
    let previous: CallShape['stages'][number] | null = null;
    const spans: StageSpanPlace[] = [];
    for (const stage of stages) {
      if (previous !== null && stage.attempt !== previous.attempt) enclosing = route;
      const attempt = stage.stage === 'call' ? attempts.findIndex(({ index }) => index === stage.attempt) : -1;
      const called = attempts[attempt];
      const span = called === undefined ? this.#span(stage.stage, internal, 'local', null, () => undefined) : this.#call(called, attempt);
      spans.push({ ...span, enclosingSpanIdAt: enclosing.spanIdAt, attempt });
      if (stage.stage === 'route') route = span;
      enclosing = span;
      previous = stage;
    }
    return spans;
  }

  /** The span the GenAI conventions describe: the client's call to a model. @param place the attempt's in the record */
  #call(attempt: AttemptShape, place: number): SpanPlace {
    const { finishReason, operation } = this.#shape;
    const names = this.#conventions;
    const name = operationName(operation);
    const failure = attempt.outcome === 'error' ? (attempt.errorCode ?? 'error') : null;
    return this.#span(`${name} ${attempt.upstreamModel}`, client, 'local', failure, () => {
      this.#attribute('gen_ai.operation.name', name);
      this.#attribute(names.provider, attempt.provider);
      this.#attribute('gen_ai.request.model', attempt.upstreamModel);
      this.#number('gen_ai.usage.input_tokens', (record) => record.attempts[place]?.usage.input ?? 0);
      this.#number('gen_ai.usage.output_tokens', (record) => record.attempts[place]?.usage.output ?? 0);
      this.#attribute('plimsoll.model', attempt.model);
      this.#attribute('plimsoll.attempt', attempt.index);
      if (names.cachedInputTokens !== null && attempt.readCache) this.#number(names.cachedInputTokens, (record) => record.attempts[place]?.usage.cachedInput ?? 0);
      if (names.cacheWriteTokens !== null && attempt.wroteCache) this.#number(names.cacheWriteTokens, (record) => record.attempts[place]?.usage.cacheWrite ?? 0);
      if (finishReason !== null && attempt.outcome === 'ok') this.#attribute('gen_ai.response.finish_reasons', [finishReason]);
      if (attempt.priced) this.#text('plimsoll.cost_pico_usd', (record) => record.attempts[place]?.costPicoUsd ?? '');
      this.#optional('error.type', attempt.errorCode);
    });
  }

  /** @param failure what the status says; null leaves it unset. */
  #span(name: string, kind: number, parent: 'none' | 'local' | 'remote', failure: string | null, attributes: () => void): SpanPlace {
    const numbers: NumberPlace[] = (this.#numbers = []);
    const texts: TextPlace[] = (this.#texts = []);
    const to = this.#to;
    to.tag(spansField, 'lengthDelimited');
    const lengthAt = to.room(lengthBytes);
    const begin = to.length;
    const traceIdAt = this.#id(fields.traceId, traceIdBytes);
    const spanIdAt = this.#id(fields.spanId, spanIdBytes);
    const parentSpanIdAt = parent === 'none' ? -1 : this.#id(fields.parentSpanId, spanIdBytes);
    to.text(fields.name, name);
    to.number(fields.kind, kind);
    to.tag(fields.startTime, 'fixed64');
    const startTimeAt = to.room(timeBytes);
    to.tag(fields.endTime, 'fixed64');
    const endTimeAt = to.room(timeBytes);
    attributes();
    if (failure !== null) {
      to.message(fields.status, () => {
        to.text(statusFields.message, failure);
        to.number(statusFields.code, statusError);
      });
    }
    to.tag(fields.flags, 'fixed32');
    to.bytes(flags(parent === 'remote'));
    return { lengthAt, bytes: to.length - begin, traceIdAt, spanIdAt, parentSpanIdAt, startTimeAt, endTimeAt, numbers, texts };
  }

  /** @returns where the id's bytes stand. */
  #id(field: number, bytes: number): number {
    this.#to.tag(field, 'lengthDelimited');
    this.#to.bytes([bytes]);
    return this.#to.room(bytes);
  }

  #optional(key: string, value: string | null): void {
    if (value !== null) this.#attribute(key, value);
  }

  /** An attribute that all calls of the shape share. */
  #attribute(key: string, value: AttributeValue): void {
    writeAttribute(this.#to, fields.attribute, key, value);
  }

  #number(key: string, read: NumberPlace['read']): void {
    const to = this.#to;
    to.message(fields.attribute, () => {
      to.text(keyField, key);
      to.message(valueField, () => {
        to.tag(anyValueFields.number, 'varint');
        to.room(numberBytes);
      });
    });
    this.#numbers.push({ at: to.length - numberBytes, read });
  }

  #text(key: string, read: TextPlace['read']): void {
    const to = this.#to;
    to.tag(fields.attribute, 'lengthDelimited');
    const attributeLengthAt = to.room(lengthBytes);
    const attributeAt = to.length;
    to.text(keyField, key);
    to.tag(valueField, 'lengthDelimited');
    const valueLengthAt = to.room(lengthBytes);
    const valueAt = to.length;
    to.tag(anyValueFields.text, 'lengthDelimited');
    const lengthAt = to.room(lengthBytes);
    const at = to.length;
    this.#texts.push({ at, lengthAt, valueLengthAt, attributeLengthAt, valueBytes: at - valueAt, attributeBytes: at - attributeAt, read });
  }
}

/** OpenTelemetry's rule for servers: an error that lies with the caller leaves the status unset. */
const requestFailure = ({ outcome, status, errorCode }: CallShape): string | null => {
  const brokeInMidStream = outcome === 'error' && status < 400;
  return status >= 500 || outcome === 'interrupted' || brokeInMidStream ? (errorCode ?? 'error') : null;
};
