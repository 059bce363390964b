/**
 * Collects encoded spans and sends them to an OTLP collector in batches. The SDK's own transport does the sending:
 * its retries, deadlines, headers (`OTEL_EXPORTER_OTLP_HEADERS`) and bound on what is under way.
 */
import { ExportResultCode } from '@opentelemetry/core';
import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { newSpanId } from '@plimsoll/engine/trace-context';
import type { GenAiConventions } from './genai-conventions.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { SpanEncoder } from './span-encoder.ts';

export interface SpanExportOptions {
  /** The collector's base URL, without `/v1/traces`. */
  readonly url: string;
  readonly service: string;
  readonly version: string;
  readonly conventions: GenAiConventions;
  readonly log: (message: string) => void;
}

export interface SpanExport {
  readonly add: (record: CallRecord) => void;
  /** Sends what is left. Never rejects. */
  readonly close: () => Promise<void>;
}

interface Batch {
  readonly bytes: Uint8Array;
  readonly spans: number;
}

const sendEveryMs = 1000;
const batchBytes = 512 * 1024;
const timeoutMs = 10_000;
/** How long to keep quiet about spans that do not arrive. */
const quietMs = 60_000;

export const createSpanExport = ({ url, service, version, conventions, log }: SpanExportOptions): SpanExport => {
  const writer = new ProtobufWriter(2 * batchBytes);
  const encoder = new SpanEncoder(writer, conventions, newSpanId);
  const head = requestHead(service, version);
  const delegate = createOtlpHttpExportDelegate<Batch, unknown>(
    convertLegacyHttpOptions({ url: `${url}/v1/traces`, timeoutMillis: timeoutMs }, 'TRACES', 'v1/traces', { 'Content-Type': 'application/x-protobuf' }),
    { serializeRequest: ({ bytes }) => bytes, deserializeResponse: () => ({}) },
    'otlp_http_span_exporter',
    { name: 'span', countItems: ({ spans }) => spans },
    undefined,
  );
  let spans = 0;
  let quietUntil = 0;

  const send = (): void => {
    if (spans === 0) return;
    const batch = { bytes: request(head, writer.take()), spans };
    spans = 0;
    delegate.export(batch, ({ code, error }) => {
      if (code === ExportResultCode.SUCCESS || Date.now() < quietUntil) return;
      quietUntil = Date.now() + quietMs;
      log(`traces: ${batch.spans} spans could not be exported: ${error?.message ?? 'unknown reason'}`);
    });
  };
  const timer = setInterval(send, sendEveryMs).unref();

  return {
    add: (record) => {
      spans += encoder.encode(record);
      if (writer.length >= batchBytes) send();
    },
    close: async () => {
      clearInterval(timer);
      send();
      await delegate.forceFlush().catch(() => undefined);
      await delegate.shutdown().catch(() => undefined);
    },
  };
};

interface RequestHead {
  readonly resource: Buffer;
  readonly scope: Buffer;
}

const lengthDelimited = (field: number, content: Uint8Array): Buffer => {
  const writer = new ProtobufWriter(content.length + 16);
  writer.byte((field << 3) | 2);
  writer.varint(content.length);
  writer.bytes(content);
  return writer.take();
};

const text = (field: number, value: string): Buffer => lengthDelimited(field, Buffer.from(value));

/** `Resource` and `InstrumentationScope`, the same for every batch. */
export const requestHead = (service: string, version: string): RequestHead => {
  const attribute = (key: string, value: string): Buffer => lengthDelimited(1, Buffer.concat([text(1, key), lengthDelimited(2, text(1, value))]));
  return {
    resource: lengthDelimited(1, Buffer.concat([attribute('service.name', service), attribute('service.version', version)])),
    scope: lengthDelimited(1, Buffer.concat([text(1, 'plimsoll'), text(2, version)])),
  };
};

/** `ExportTraceServiceRequest` around encoded spans. */
export const request = ({ resource, scope }: RequestHead, spans: Uint8Array): Buffer =>
  lengthDelimited(1, Buffer.concat([resource, lengthDelimited(2, Buffer.concat([scope, spans]))]));
