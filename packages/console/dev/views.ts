/** What the control plane would make of records: pages of traces and the Overview's figures. */
import type { Overview, OverviewPoint } from '@plimsoll/contract/api/overview';
import type { TracesPage, TraceSummary } from '@plimsoll/contract/api/traces';
import type { CallRecord } from '@plimsoll/contract/call-record';

const summaryOf = (record: CallRecord): TraceSummary => ({
  id: record.id,
  startedAt: new Date(record.startedAt).toISOString(),
  operation: record.operation,
  stream: record.stream,
  tenant: record.tenant,
  app: record.app,
  user: record.user,
  requestedModel: record.requestedModel,
  model: record.model,
  provider: record.provider,
  outcome: record.outcome,
  status: record.status,
  errorCode: record.errorCode,
  durationMs: record.durationUs / 1000,
  firstByteMs: record.firstByteUs === null ? null : record.firstByteUs / 1000,
  inputTokens: record.usage.input,
  outputTokens: record.usage.output,
  costPicoUsd: record.costPicoUsd,
  priceCertainty: record.priceCertainty,
  attempts: record.attempts.length,
});

/** @param records oldest first */
export const tracesPage = (records: readonly CallRecord[], query: URLSearchParams): TracesPage => {
  const search = (query.get('search') ?? '').toLowerCase();
  const from = Date.parse(query.get('from') ?? '') || 0;
  const to = Date.parse(query.get('to') ?? '') || Infinity;
  const matches = records.toSorted((a, b) => b.startedAt - a.startedAt).filter((record) => {
    const { id, model, app, user, feature, session, errorCode, outcome, startedAt } = record;
    if (query.has('outcome') && outcome !== query.get('outcome')) return false;
    if (query.has('model') && model !== query.get('model')) return false;
    if (startedAt < from || startedAt > to) return false;
    return search === '' || id.startsWith(search) || [model, app, user, feature, session, errorCode].some((word) => word?.toLowerCase().includes(search));
  });
  const after = query.get('cursor');
  const start = after === null ? 0 : matches.findIndex(({ id }) => id === after) + 1;
  const page = matches.slice(start, start + Number(query.get('limit') ?? 50));
  return { traces: page.map(summaryOf), next: start + page.length < matches.length ? (page.at(-1)?.id ?? null) : null };
};

const percentile = (sortedMs: readonly number[], at: number): number | null =>
  sortedMs.length === 0 ? null : (sortedMs[Math.min(sortedMs.length - 1, Math.floor(sortedMs.length * at))] ?? null);

const figures = (records: readonly CallRecord[]): Omit<OverviewPoint, 'at'> => {
  const timesMs = records.map(({ durationUs }) => durationUs / 1000).toSorted((a, b) => a - b);
  const sum = (of: (record: CallRecord) => number): number => records.reduce((total, record) => total + of(record), 0);
  return {
    p50Ms: percentile(timesMs, 0.5),
    p95Ms: percentile(timesMs, 0.95),
    p99Ms: percentile(timesMs, 0.99),
    requests: records.length,
    errors: sum(({ outcome }) => Number(outcome === 'error')),
    abandoned: sum(({ outcome }) => Number(outcome === 'abandoned')),
    inputTokens: sum(({ usage }) => usage.input),
    outputTokens: sum(({ usage }) => usage.output),
    costPicoUsd: records.reduce((total, { costPicoUsd }) => total + BigInt(costPicoUsd ?? 0), 0n).toString(),
    unpriced: sum(({ costPicoUsd }) => Number(costPicoUsd === null)),
  };
};

export const overviewOf = (records: readonly CallRecord[], query: URLSearchParams, now: number): Overview => {
  const minutes = Number(query.get('minutes') ?? 60);
  const stepSeconds = [15, 60, 360, 600, 3600].find((step) => (minutes * 60) / step <= 240) ?? 14_400;
  const stepMs = stepSeconds * 1000;
  const from = Math.floor((now - minutes * 60_000) / stepMs) * stepMs;
  const inRange = records.filter(({ startedAt, model }) => startedAt >= from && (!query.has('model') || model === query.get('model')));
  const intervals = Array.from({ length: Math.ceil((now - from) / stepMs) }, (_, index) => from + index * stepMs);
  const pointsOf = (some: readonly CallRecord[]): OverviewPoint[] => {
    const groups = Map.groupBy(some, ({ startedAt }) => Math.floor((startedAt - from) / stepMs));
    return intervals.map((at, index) => ({ at: new Date(at).toISOString(), ...figures(groups.get(index) ?? []) }));
  };
  const byModel = [...Map.groupBy(inRange, ({ model }) => model ?? '')].filter(([model]) => model !== '').toSorted((a, b) => b[1].length - a[1].length);
  return {
    from: new Date(from).toISOString(),
    to: new Date(now).toISOString(),
    stepSeconds,
    totals: figures(inRange),
    points: pointsOf(inRange),
    byModel: byModel.map(([model, some]) => ({ model, provider: some[0]?.provider ?? null, ...figures(some) })),
    byModelPoints: byModel.slice(0, 5).map(([model, some]) => ({ model, points: pointsOf(some) })),
    everReceived: records.length > 0,
  };
};
