/**
 * Collects encoded spans and sends them to an OTLP collector in batches. The SDK's own transport does the sending:
 * its retries, deadlines, headers (`OTEL_EXPORTER_OTLP_HEADERS`) and bound on what is under way.
 */
import { ExportResultCode } from '@opentelemetry/core';
import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { GenAiConventions } from './genai-conventions.ts';
import { randomWord } from './random-word.ts';
import { SpanBatch } from './span-batch.ts';
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

interface Request {
  readonly bytes: Buffer;
  readonly spans: number;
}

const sendEveryMs = 1000;
const batchBytes = 512 * 1024;
/** Room for the call that fills a batch. */
const lastCallBytes = 64 * 1024;
const timeoutMs = 10_000;
/** How long to keep quiet about spans that do not arrive. */
const quietMs = 60_000;

export const createSpanExport = ({ url, service, version, conventions, log }: SpanExportOptions): SpanExport => {
  const batch = new SpanBatch(service, version, batchBytes + lastCallBytes);
  const encoder = new SpanEncoder(batch, conventions, randomWord);
  const delegate = createOtlpHttpExportDelegate<Request, unknown>(
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
    const request = { bytes: batch.take(), spans };
    spans = 0;
    delegate.export(request, ({ code, error }) => {
      // After a failure, a connection may still be reading from it.
      if (code === ExportResultCode.SUCCESS) batch.reuse(request.bytes);
      if (code === ExportResultCode.SUCCESS || Date.now() < quietUntil) return;
      quietUntil = Date.now() + quietMs;
      log(`traces: ${request.spans} spans could not be exported: ${error?.message ?? 'unknown reason'}`);
    });
  };
  const timer = setInterval(send, sendEveryMs).unref();

  return {
    add: (record) => {
      spans += encoder.encode(record);
      if (batch.bytes >= batchBytes) send();
    },
    close: async () => {
      clearInterval(timer);
      send();
      await delegate.forceFlush().catch(() => undefined);
      await delegate.shutdown().catch(() => undefined);
    },
  };
};
