/**
 * Where finished calls become telemetry: metrics for `/metrics` and OTLP, spans for OTLP.
 * Fails open: a collector that is slow or gone costs spans, counted and logged, never a request.
 */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { CallMetrics, type Gauge } from './call-metrics.ts';
import { genAiConventions, type SemconvVersion } from './genai-conventions.ts';
import { createSpanExport } from './span-export.ts';

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

export const createTelemetry = (options: TelemetryOptions): Telemetry => {
  const conventions = genAiConventions(options.semconv);
  const resource = resourceFromAttributes({ 'service.name': options.service, 'service.version': options.version });
  const metrics = new CallMetrics(conventions, resource, options.gauges);
  const serializer = new PrometheusSerializer();
  const url = options.otlpUrl?.replace(/\/+$/, '') ?? null;
  const spans = url === null ? null : createSpanExport({ ...options, url, conventions });
  const meters = url === null ? null : startMetrics(url, metrics, resource);

  return {
    observe: (record) => {
      metrics.observe(record);
      if (record.sampled) spans?.add(record);
    },
    prometheus: async () => serializer.serialize((await metrics.collect()).resourceMetrics),
    close: async (graceMs) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const deadline = setTimeout(resolve, graceMs);
      await Promise.race([Promise.allSettled([spans?.close(), meters?.shutdown()]), promise]);
      clearTimeout(deadline);
    },
  };
};

const startMetrics = (url: string, producer: CallMetrics, resource: Resource): MeterProvider =>
  new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${url}/v1/metrics`, timeoutMillis: exportTimeoutMs }),
        exportIntervalMillis: 15_000,
        exportTimeoutMillis: exportTimeoutMs,
        metricProducers: [producer],
      }),
    ],
  });
