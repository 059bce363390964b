/**
 * Encodes a call's OpenTelemetry spans straight from its record, as the protobuf that OTLP sends. The stages are timed once, for the
 * record. Building span objects first, as the SDK does, cost more than all stages together; writing attribute by attribute still
 * cost five times as much as this: filling in a template of the call's shape and copying it out. `span-encoder.test.ts` holds the
 * result to what the SDK's own serializer writes.
 */
import type { CallRecord, StageTiming } from '@plimsoll/contract/call-record';
import type { GenAiConventions } from './genai-conventions.ts';
import { copyEightBytes, nanoseconds, setHex, setLength, setNumber, setTime, type Nanoseconds } from './protobuf-places.ts';
import { utf8Bytes } from './short-text.ts';
import type { SpanBatch } from './span-batch.ts';
import type { SpanPlace, SpanTemplate, StageSpanPlace } from './span-template.ts';
import { SpanTemplates } from './span-templates.ts';

export class SpanEncoder {
  readonly #batch: SpanBatch;
  readonly #templates: SpanTemplates;
  readonly #randomWord: () => number;

  /** @param randomWord gives 32 random bits, for the ids of spans */
  constructor(batch: SpanBatch, conventions: GenAiConventions, randomWord: () => number) {
    this.#batch = batch;
    this.#templates = new SpanTemplates(conventions);
    this.#randomWord = randomWord;
  }

  /** Appends the spans of one call. @returns how many they are. */
  encode(record: CallRecord): number {
    const template = this.#templates.for(record);
    const { view, request, stages } = template;
    const begin = nanoseconds(record.startedAt);
    fillRequest(view, request, record, begin);
    for (let index = 0; index < stages.length; index += 1) {
      const place = stages[index];
      const timing = record.stages[index];
      if (place === undefined || timing === undefined) continue;
      copyEightBytes(view, request.traceIdAt, place.traceIdAt);
      copyEightBytes(view, request.traceIdAt + 8, place.traceIdAt + 8);
      view.setUint32(place.spanIdAt, this.#randomWord());
      view.setUint32(place.spanIdAt + 4, this.#randomWord());
      copyEightBytes(view, place.enclosingSpanIdAt, place.parentSpanIdAt);
      fillStage(view, place, record, timing, begin);
    }
    this.#append(template, record);
    return 1 + stages.length;
  }

  /** Texts are as long as they are, so they go between what stands before and after them. */
  #append({ texts, pieces }: SpanTemplate, record: CallRecord): void {
    for (let index = 0; index < pieces.length; index += 1) {
      const piece = pieces[index];
      const text = texts[index];
      if (piece !== undefined) this.#batch.append(piece);
      if (text !== undefined) this.#batch.appendText(text.read(record));
    }
  }
}

const fillRequest = (view: DataView, place: SpanPlace, record: CallRecord, begin: Nanoseconds): void => {
  setHex(view, place.traceIdAt, record.traceId);
  setHex(view, place.spanIdAt, record.spanId);
  if (record.parentSpanId !== null) setHex(view, place.parentSpanIdAt, record.parentSpanId);
  setTime(view, place.startTimeAt, begin, 0);
  setTime(view, place.endTimeAt, begin, record.durationUs);
  fillAttributes(view, place, record);
};

/** The ids are there already. */
const fillStage = (view: DataView, place: StageSpanPlace, record: CallRecord, { startUs, durationUs }: StageTiming, begin: Nanoseconds): void => {
  setTime(view, place.startTimeAt, begin, startUs);
  const attempt = place.attempt < 0 ? undefined : record.attempts[place.attempt];
  // A stream's call lasts until the stream's end, unlike its stage.
  const endUs = attempt === undefined ? startUs + durationUs : Math.max(startUs + durationUs, attempt.startUs + attempt.durationUs);
  setTime(view, place.endTimeAt, begin, endUs);
  fillAttributes(view, place, record);
};

/** Numbers, and the lengths that texts give to what holds them. */
const fillAttributes = (view: DataView, { lengthAt, bytes, numbers, texts }: SpanPlace, record: CallRecord): void => {
  for (const number of numbers) setNumber(view, number.at, number.read(record));
  let length = bytes;
  for (const text of texts) {
    const textBytes = utf8Bytes(text.read(record));
    setLength(view, text.lengthAt, textBytes);
    setLength(view, text.valueLengthAt, text.valueBytes + textBytes);
    setLength(view, text.attributeLengthAt, text.attributeBytes + textBytes);
    length += textBytes;
  }
  setLength(view, lengthAt, length);
};
