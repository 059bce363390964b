/**
 * Spans on their way out: an `ExportTraceServiceRequest` that grows span by span and is sent as it lies here, never copied.
 * Source: opentelemetry/proto/collector/trace/v1/trace_service.proto
 */
import { writeAttribute } from './otlp-attribute.ts';
import { lengthBytes, setLength } from './protobuf-places.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { writeUtf8 } from './short-text.ts';

/** Rooms that wait for the next batches. One is enough where the collector answers before the next batch is full. */
const mostSpareRooms = 2;

export class SpanBatch {
  readonly #head: RequestHead;
  readonly #roomBytes: number;
  readonly #spare: Buffer[] = [];
  #room: Buffer;
  #at: number;

  constructor(service: string, version: string, roomBytes: number) {
    this.#head = requestHead(service, version);
    this.#roomBytes = Math.max(roomBytes, this.#head.bytes.length);
    this.#room = Buffer.allocUnsafeSlow(this.#roomBytes);
    this.#at = this.#begin();
  }

  get bytes(): number {
    return this.#at;
  }

  append(encoded: Uint8Array): void {
    this.#reserve(encoded.length);
    this.#room.set(encoded, this.#at);
    this.#at += encoded.length;
  }

  appendText(text: string): void {
    this.#reserve(text.length * 3);
    this.#at += writeUtf8(this.#room, this.#at, text);
  }

  /** @returns the request with all that was appended. The next one begins in another room. */
  take(): Buffer {
    const taken = this.#room.subarray(0, this.#at);
    const view = new DataView(taken.buffer, taken.byteOffset, taken.length);
    for (const at of this.#head.lengthsAt) setLength(view, at, taken.length - at - lengthBytes);
    this.#room = this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#roomBytes);
    this.#at = this.#begin();
    return taken;
  }

  /** @param taken a request that nobody will read again */
  reuse(taken: Buffer): void {
    if (taken.buffer.byteLength === this.#roomBytes && this.#spare.length < mostSpareRooms) this.#spare.push(Buffer.from(taken.buffer));
  }

  #begin(): number {
    this.#room.set(this.#head.bytes);
    return this.#head.bytes.length;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#room.length * 2, this.#at + bytes));
    this.#room.copy(larger, 0, 0, this.#at);
    this.#room = larger;
  }
}

interface RequestHead {
  readonly bytes: Uint8Array;
  /** Where the lengths of what lasts until the end stand. */
  readonly lengthsAt: readonly number[];
}

/** The request up to its first span: `ResourceSpans` with its resource, `ScopeSpans` with its scope. */
const requestHead = (service: string, version: string): RequestHead => {
  const to = new ProtobufWriter();
  to.tag(1, 'lengthDelimited');
  const resourceSpansLengthAt = to.room(lengthBytes);
  to.message(1, () => {
    writeAttribute(to, 1, 'service.name', service);
    writeAttribute(to, 1, 'service.version', version);
  });
  to.tag(2, 'lengthDelimited');
  const scopeSpansLengthAt = to.room(lengthBytes);
  to.message(1, () => {
    to.text(1, 'plimsoll');
    to.text(2, version);
  });
  return { bytes: to.copy(), lengthsAt: [resourceSpansLengthAt, scopeSpansLengthAt] };
};
