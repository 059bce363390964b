/**
 * Counts calls for Prometheus and OTLP. Kept as plain numbers by label set, because this runs on every call;
 * drawn as OpenTelemetry metric data only when somebody collects.
 */
import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type CollectionResult, type DataPoint, type Histogram, type MetricData, type MetricProducer } from '@opentelemetry/sdk-metrics';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { durationBoundaries, firstChunkBoundaries, operationName, tokenBoundaries, type GenAiConventions } from './genai-conventions.ts';

interface Distribution {
  readonly counts: number[];
  sum: number;
  count: number;
}

type Labels = Pick<CallRecord, 'operation' | 'provider' | 'model' | 'status' | 'errorCode'>;

interface LabelSet {
  readonly labels: Labels;
  readonly attributes: Attributes;
  readonly duration: Distribution;
  readonly firstChunk: Distribution;
  readonly inputTokens: Distribution;
  readonly outputTokens: Distribution;
  costUsd: number;
  unpriced: number;
}

/** A gauge that the server reads when somebody collects, e.g. the spool's backlog. */
export interface Gauge {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  /** One number, or one for each set of attributes. */
  readonly read: () => number | readonly { readonly attributes: Attributes; readonly value: number }[];
}

/** Label sets come from configuration and outcomes, not from callers, so they are few; a bound all the same. */
const mostLabelSets = 2000;

const distribution = (boundaries: readonly number[]): Distribution => ({ counts: Array.from({ length: boundaries.length + 1 }, () => 0), sum: 0, count: 0 });

const observe = (into: Distribution, boundaries: readonly number[], value: number): void => {
  let bucket = 0;
  let above = boundaries.length;
  while (bucket < above) {
    const middle = (bucket + above) >>> 1;
    if (value > (boundaries[middle] ?? 0)) bucket = middle + 1;
    else above = middle;
  }
  into.counts[bucket] = (into.counts[bucket] ?? 0) + 1;
  into.sum += value;
  into.count += 1;
};

const hasLabels = (record: CallRecord, labels: Labels): boolean =>
  record.operation === labels.operation &&
  record.provider === labels.provider &&
  record.model === labels.model &&
  record.status === labels.status &&
  record.errorCode === labels.errorCode;

export class CallMetrics implements MetricProducer {
  /** By model; comparing labels costs less than making a key of them. */
  readonly #sets = new Map<string | null, LabelSet[]>();
  #count = 0;
  /** Most calls have the labels of the one before. */
  #latest: LabelSet | null = null;
  readonly #conventions: GenAiConventions;
  readonly #resource: Resource;
  readonly #gauges: readonly Gauge[];
  readonly #startTime: HrTime = now();

  constructor(conventions: GenAiConventions, resource: Resource, gauges: readonly Gauge[]) {
    this.#conventions = conventions;
    this.#resource = resource;
    this.#gauges = gauges;
  }

  observe(record: CallRecord): void {
    const set = this.#set(record);
    // How long a provider let a batch lie says nothing of how long calls take.
    if (!record.deferred) observe(set.duration, durationBoundaries, record.durationUs / 1e6);
    if (record.stream && record.firstByteUs !== null) observe(set.firstChunk, firstChunkBoundaries, record.firstByteUs / 1e6);
    if (record.attempts.length > 0) {
      observe(set.inputTokens, tokenBoundaries, record.usage.input);
      observe(set.outputTokens, tokenBoundaries, record.usage.output);
    }
    if (record.costPicoUsd === null) set.unpriced += 1;
    else set.costUsd += Number(record.costPicoUsd) / 1e12;
  }

  #set(record: CallRecord): LabelSet {
    const latest = this.#latest;
    if (latest !== null && hasLabels(record, latest.labels)) return latest;
    const set = this.#sets.get(record.model)?.find(({ labels }) => hasLabels(record, labels)) ?? this.#newSet(record);
    this.#latest = set;
    return set;
  }

  #newSet({ operation, provider, model, status, errorCode }: CallRecord): LabelSet {
    const attributes: Attributes = {
      'gen_ai.operation.name': operationName(operation),
      [this.#conventions.provider]: provider ?? '',
      'gen_ai.request.model': model ?? '',
      'http.response.status_code': status,
      'error.type': errorCode ?? '',
    };
    const set: LabelSet = {
      labels: { operation, provider, model, status, errorCode },
      attributes,
      duration: distribution(durationBoundaries),
      firstChunk: distribution(firstChunkBoundaries),
      inputTokens: distribution(tokenBoundaries),
      outputTokens: distribution(tokenBoundaries),
      costUsd: 0,
      unpriced: 0,
    };
    if (this.#count < mostLabelSets) this.#keep(model, set);
    return set;
  }

  #keep(model: string | null, set: LabelSet): void {
    const sets = this.#sets.get(model) ?? [];
    this.#sets.set(model, sets);
    sets.push(set);
    this.#count += 1;
  }

  collect(): Promise<CollectionResult> {
    const endTime = now();
    const sets = [...this.#sets.values()].flat();
    const point = <T>(value: T, attributes: Attributes): DataPoint<T> => ({ startTime: this.#startTime, endTime, attributes, value });
    const histogram = (name: string, description: string, unit: string, boundaries: readonly number[], points: DataPoint<Histogram>[]): MetricData => ({
      descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: points.filter(({ value }) => value.count > 0 && boundaries.length > 0),
    });
    const toHistogram = ({ counts, sum, count }: Distribution, boundaries: readonly number[]): Histogram => ({
      buckets: { boundaries: [...boundaries], counts: [...counts] },
      sum,
      count,
    });
    const sum = (name: string, description: string, unit: string, value: (set: LabelSet) => number): MetricData => ({
      descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: sets.map((set) => point(value(set), set.attributes)),
    });
    const metrics: MetricData[] = [
      histogram('gen_ai.client.operation.duration', 'GenAI operation duration.', 's', durationBoundaries,
        sets.map((set) => point(toHistogram(set.duration, durationBoundaries), set.attributes))),
      histogram('gen_ai.client.token.usage', 'Number of input and output tokens used.', '{token}', tokenBoundaries,
        sets.flatMap((set) => [
          point(toHistogram(set.inputTokens, tokenBoundaries), { ...set.attributes, 'gen_ai.token.type': 'input' }),
          point(toHistogram(set.outputTokens, tokenBoundaries), { ...set.attributes, 'gen_ai.token.type': 'output' }),
        ])),
      histogram(this.#conventions.timeToFirstChunkMetric, this.#conventions.timeToFirstChunkDescription, 's', firstChunkBoundaries,
        sets.map((set) => point(toHistogram(set.firstChunk, firstChunkBoundaries), set.attributes))),
      sum('plimsoll.cost', 'Cost of calls whose price is known, in US dollars; the exact figure is in the records.', 'USD', (set) => set.costUsd),
      sum('plimsoll.unpriced.calls', 'Calls whose price is unknown.', '{call}', (set) => set.unpriced),
      ...this.#gauges.map((gauge): MetricData => ({
        descriptor: { name: gauge.name, description: gauge.description, unit: gauge.unit, valueType: ValueType.DOUBLE },
        aggregationTemporality: AggregationTemporality.CUMULATIVE,
        dataPointType: DataPointType.GAUGE,
        dataPoints: pointsOf(gauge).map(({ attributes, value }) => point(value, attributes)),
      })),
    ];
    return Promise.resolve({
      resourceMetrics: { resource: this.#resource, scopeMetrics: [{ scope: { name: 'plimsoll' }, metrics }] },
      errors: [],
    });
  }
}

const pointsOf = (gauge: Gauge): Exclude<ReturnType<Gauge['read']>, number> => {
  const read = gauge.read();
  return typeof read === 'number' ? [{ attributes: {}, value: read }] : read;
};

const now = (): HrTime => {
  const ms = Date.now();
  return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
};
