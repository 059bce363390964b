/** Believable call records for development: a day of traffic over four models, with failures, fallbacks and streams. */
import type { AttemptRecord, CallRecord, Outcome, StageTiming } from '@plimsoll/contract/call-record';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import type { ErrorCode } from '@plimsoll/contract/errors';

export interface GeneratedModel {
  readonly name: string;
  readonly provider: string;
  readonly upstreamModel: string;
  readonly region: string | null;
  /** Pico-dollars a token; null for a model without a price. */
  readonly inputPico: bigint | null;
  readonly outputPico: bigint | null;
  readonly typicalMs: number;
}

export const generatedModels: readonly GeneratedModel[] = [
  { name: 'small', provider: 'llama.cpp', upstreamModel: 'feedback.gguf', region: 'here', inputPico: 12_000n, outputPico: 36_000n, typicalMs: 180 },
  { name: 'strong', provider: 'openai', upstreamModel: 'gpt-5-mini', region: 'us', inputPico: 250_000n, outputPico: 2_000_000n, typicalMs: 900 },
  { name: 'careful', provider: 'anthropic', upstreamModel: 'claude-sonnet-4-5', region: 'us', inputPico: 3_000_000n, outputPico: 15_000_000n, typicalMs: 1400 },
  { name: 'house-model', provider: 'openai', upstreamModel: 'qwen3-30b', region: 'eu', inputPico: null, outputPico: null, typicalMs: 420 },
];

/** Numbers that look random and are the same on every start. */
export const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const hex = (random: () => number, digits: number): string => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');

const pick = <Item>(random: () => number, items: readonly [Item, ...Item[]]): Item => items[Math.floor(random() * items.length)] ?? items[0];

const usageOf = (input: number, output: number, random: () => number): TokenUsage => ({
  ...noUsage,
  input,
  output,
  cachedInput: random() < 0.3 ? Math.floor(input * 0.6) : 0,
  reasoning: random() < 0.15 ? Math.floor(output * 0.4) : 0,
  source: random() < 0.93 ? 'provider' : 'counted',
});

const priceOf = (model: GeneratedModel, usage: TokenUsage): bigint | null =>
  model.inputPico === null || model.outputPico === null ? null : model.inputPico * BigInt(usage.input) + model.outputPico * BigInt(usage.output);

interface Plan {
  readonly startedAt: number;
  readonly outcome: Outcome;
  readonly model: GeneratedModel;
  readonly fallback: GeneratedModel | null;
  readonly stream: boolean;
  readonly route: string | null;
  readonly content: CallRecord['content'];
}

/** A record with the timings of the real pipeline: nested stages, attempts one after the other, a stream's tail. */
export const recordOf = (plan: Plan, random: () => number): CallRecord => {
  const us = (least: number, most: number): number => Math.round(least + (most - least) * random());
  const failed = plan.outcome === 'error';
  const refused = failed && random() < 0.25;
  const tried = plan.fallback === null ? [plan.model] : [plan.model, plan.fallback];
  const stages: StageTiming[] = [];
  const attempts: AttemptRecord[] = [];
  let clockUs = us(8, 20);
  const begin: [string, number][] = [['record', 0]];
  for (const stage of refused ? ['identify'] : ['identify', 'read', 'compose', 'route']) {
    begin.push([stage, clockUs]);
    clockUs += us(20, stage === 'read' ? 180 : 70);
  }
  const inner: StageTiming[] = [];
  let errorCode: ErrorCode | null = refused ? 'invalid_request' : null;
  if (!refused) {
    tried.forEach((model, index) => {
      const isLast = index === tried.length - 1;
      const ok = isLast && !failed;
      const reserveUs = clockUs;
      clockUs += us(15, 50);
      const callUs = clockUs;
      const waitUs = Math.round(model.typicalMs * 1000 * (0.4 + random() * (random() < 0.05 ? 5 : 1.2)) * (plan.stream ? 0.35 : 1));
      clockUs += ok ? waitUs : Math.round(waitUs * 0.4);
      inner.push({ stage: 'reserve', attempt: index, startUs: reserveUs, durationUs: clockUs - reserveUs + us(8, 20) });
      inner.push({ stage: 'call', attempt: index, startUs: callUs, durationUs: clockUs - callUs });
      clockUs += us(22, 40);
      const code: ErrorCode | null = ok ? null : pick(random, ['provider_timeout', 'provider_failed', 'provider_refused', 'provider_rate_limited']);
      if (isLast) errorCode = code;
      const usage = ok ? usageOf(us(120, 2400), us(20, plan.outcome === 'abandoned' ? 60 : 520), random) : noUsage;
      const price = priceOf(model, usage);
      attempts.push({
        index,
        model: model.name,
        provider: model.provider,
        upstreamModel: model.upstreamModel,
        startUs: callUs,
        durationUs: clockUs - callUs,
        outcome: ok ? plan.outcome : 'error',
        status: ok ? 200 : code === 'provider_refused' || code === 'provider_timeout' ? null : code === 'provider_rate_limited' ? 429 : 500,
        errorCode: code,
        usage,
        costPicoUsd: price === null ? null : price.toString(),
        priceCertainty: price === null ? 'unknown' : usage.source === 'provider' ? 'exact' : 'estimated',
        charge: null,
        priceSource: price === null ? null : model.provider === 'llama.cpp' ? 'plimsoll.yaml' : 'genai-prices 0.1.8',
      });
    });
  }
  for (const [stage, startUs] of begin) stages.push({ stage, attempt: null, startUs, durationUs: 0 });
  for (let index = stages.length - 1; index >= 0; index -= 1) {
    const timing = stages[index];
    if (timing !== undefined) stages[index] = { ...timing, durationUs: clockUs - timing.startUs };
    clockUs += us(5, 25);
  }
  const answered = attempts.at(-1);
  const streamed = plan.stream && !failed;
  const tailUs = streamed ? us(300_000, 2_600_000) : 0;
  if (answered !== undefined && streamed) attempts[attempts.length - 1] = { ...answered, durationUs: answered.durationUs + tailUs };
  const total = attempts.reduce((sum, { costPicoUsd }) => (sum === null || costPicoUsd === null ? null : sum + BigInt(costPicoUsd)), 0n as bigint | null);
  const id = hex(random, 32);
  return {
    v: 1,
    id,
    traceId: id,
    spanId: hex(random, 16),
    sampled: true,
    startedAt: plan.startedAt,
    operation: pick(random, ['chat', 'chat', 'messages']),
    stream: plan.stream,
    tenant: 'default',
    app: pick(random, ['support-bot', 'support-bot', 'triage', 'nightly-report']),
    keyId: 'k_2f9c4e1ab0d3',
    user: random() < 0.5 ? pick(random, ['u-1042', 'u-88', 'marta@example.org']) : null,
    feature: random() < 0.4 ? 'reply-draft' : null,
    session: random() < 0.3 ? `s-${hex(random, 6)}` : null,
    requestedModel: plan.route ?? plan.model.name,
    route: plan.route,
    model: refused ? null : (answered?.model ?? null),
    provider: refused ? null : (answered?.provider ?? null),
    outcome: plan.outcome,
    status: failed ? (refused ? 400 : 502) : 200,
    errorCode,
    finishReason: plan.outcome === 'ok' ? 'stop' : null,
    cache: null,
    reusedCostPicoUsd: null,
    shaped: null,
    guarded: null,
    deferred: false,
    durationUs: clockUs + tailUs,
    firstByteUs: failed ? null : clockUs + us(20, 900),
    usage: answered?.usage ?? noUsage,
    costPicoUsd: total === null ? null : total.toString(),
    priceCertainty: answered?.priceCertainty ?? 'exact',
    attempts,
    stages: [...stages, ...inner],
    versions: { plimsoll: '0.1.0', config: 'c3f1a9d27be04481', prompt: null },
    parentSpanId: random() < 0.2 ? hex(random, 16) : null,
    content: plan.content,
  };
};

/** @param now epoch milliseconds of the newest. @returns oldest first */
export const generateRecords = (howMany: number, now: number, withContent: boolean): CallRecord[] => {
  const random = numbersFrom(7);
  const spanMs = 26 * 3600 * 1000;
  return Array.from({ length: howMany }, (_, index) => {
    const back = 1 - index / howMany;
    return generateOne(now - Math.round(spanMs * back * back), random, withContent);
  });
};

export const generateOne = (startedAt: number, random: () => number, withContent: boolean): CallRecord => {
  const chance = random();
  const outcome: Outcome = chance < 0.93 ? 'ok' : chance < 0.975 ? 'error' : chance < 0.995 ? 'abandoned' : 'interrupted';
  const [small, strong, careful, house] = generatedModels;
  const draw = random();
  const model = (draw < 0.55 ? small : draw < 0.8 ? strong : draw < 0.93 ? careful : house) ?? generatedModels[0];
  if (model === undefined || strong === undefined) throw new Error('no models are generated');
  const fallback = model !== strong && random() < 0.05 ? strong : null;
  const content = withContent
    ? {
        request: { model: model.name, messages: [{ role: 'user', content: 'The new dashboard is lovely, but exporting takes ages.' }], temperature: 0.2 },
        reply: '{"sentiment":"mixed","confidence":0.87,"themes":["dashboard","export speed"]}',
      }
    : null;
  return recordOf({ startedAt, outcome, model, fallback, stream: random() < 0.6, route: random() < 0.7 ? 'default' : null, content }, random);
};
