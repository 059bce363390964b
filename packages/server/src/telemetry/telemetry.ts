/**
 * Where finished calls become telemetry: metrics for `/metrics` and OTLP, spans for OTLP.
 * Fails open: a collector that is slow or gone costs spans, counted and logged, never a request.
 */
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { CallMetrics, type Gauge } from './call-metrics.ts';
import { genAiConventions, type SemconvVersion } from './genai-conventions.ts';
import { spansFromRecord } from './spans-from-record.ts';

export interface TelemetryOptions {
  readonly service: string;
  readonly version: string;
  readonly semconv: SemconvVersion;
  /** Base URL of an OTLP/HTTP collector, e.g. `http://127.0.0.1:4318`; null exports nothing. */
  readonly otlpUrl: string | null;
  readonly gauges: readonly Gauge[];
  readonly log: (message: string) => void;
}

export interface Telemetry {
  /** Called once a call, after its reply is recorded. */
  readonly observe: (record: CallRecord) => void;
  /** The Prometheus text exposition. */
  readonly prometheus: () => Promise<string>;
  /** Sends what is left, at most for the given time. */
  readonly close: (graceMs: number) => Promise<void>;
}

const exportTimeoutMs = 10_000;
const spanQueue = 16_384;

export const createTelemetry = (options: TelemetryOptions): Telemetry => {
  const conventions = genAiConventions(options.semconv);
  const resource = resourceFromAttributes({ 'service.name': options.service, 'service.version': options.version });
  const metrics = new CallMetrics(conventions, resource, options.gauges);
  const serializer = new PrometheusSerializer();
  const origin = { resource, scope: { name: 'plimsoll', version: options.version }, conventions };
  const exporting = options.otlpUrl === null ? null : startExport(options.otlpUrl, metrics, resource, options.log);

  return {
    observe: (record) => {
      metrics.observe(record);
      if (exporting === null || !record.sampled) return;
      for (const span of spansFromRecord(record, origin)) exporting.spans.onEnd(span);
    },
    prometheus: async () => serializer.serialize((await metrics.collect()).resourceMetrics),
    close: async (graceMs) => {
      if (exporting === null) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const deadline = setTimeout(resolve, graceMs);
      await Promise.race([Promise.allSettled([exporting.spans.shutdown(), exporting.meters.shutdown()]), promise]);
      clearTimeout(deadline);
    },
  };
};

const startExport = (url: string, producer: CallMetrics, resource: ReturnType<typeof resourceFromAttributes>, log: (message: string) => void) => {
  const base = url.replace(/\/+$/, '');
  const spans = new BatchSpanProcessor({
    exporter: logged(new OTLPTraceExporter({ url: `${base}/v1/traces`, timeoutMillis: exportTimeoutMs }), log),
    maxQueueSize: spanQueue,
    maxExportBatchSize: 2048,
    scheduledDelayMillis: 1000,
    exportTimeoutMillis: exportTimeoutMs,
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${base}/v1/metrics`, timeoutMillis: exportTimeoutMs }),
        exportIntervalMillis: 15_000,
        exportTimeoutMillis: exportTimeoutMs,
        metricProducers: [producer],
      }),
    ],
  });
  return { spans, meters };
};

/** Says once a minute at most that spans do not arrive. */
const logged = (exporter: SpanExporter, log: (message: string) => void): SpanExporter => {
  let quietUntil = 0;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== ExportResultCode.SUCCESS && Date.now() > quietUntil) {
          quietUntil = Date.now() + 60_000;
          log(`traces: ${spans.length} spans could not be exported: ${result.error?.message ?? 'unknown reason'}`);
        }
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
};
