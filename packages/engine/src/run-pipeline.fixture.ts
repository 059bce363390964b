/**
 * Runs the real pipeline over simulated models, for tests: records are kept in a list instead of a spool.
 */
import type { Guard } from './guardrails/guard.ts';
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import type { Caller } from '@plimsoll/contract/caller';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { RetryRule } from './health/backoff.ts';
import { ModelHealth } from './health/model-health.ts';
import { Limiter } from './limits/limiter.ts';
import type { Catalogue, Model, Route } from './model.ts';
import type { Received } from './exchange.ts';
import { createPipeline, type PipelineParts } from './pipeline.ts';
import type { Pipeline } from './stage.ts';
import type { PriceModel } from './price/price.ts';
import type { Provider } from './provider.ts';
import type { ShapeRule } from './shaping/shape.ts';
import type { Spend } from './spend/spend.ts';
import { isStream, type Reply } from './reply.ts';
import type { ReuseOptions } from './stages/reuse/reuse.ts';
import type { Waiting } from './stages/route/route.ts';
import { Timeline } from './timeline.ts';
import { newCallId } from './trace-context.ts';

/** A pico-dollar a token, so that costs read as token counts. */
const aPicoDollarAToken: PriceModel = (usage) => ({
  costPicoUsd: BigInt(usage.input + usage.output),
  certainty: usage.source === 'provider' ? 'exact' : 'estimated',
  source: 'test',
});

export const modelOf = (name: string, provider: Provider, price: PriceModel = aPicoDollarAToken): Model => ({
  name,
  provider,
  upstreamModel: `${name}-upstream`,
  price,
  machine: null,
  region: null,
  health: new ModelHealth(),
});

const neverAgain: RetryRule = { times: 0, baseMs: 1, maxMs: 1 };

/** Nobody is asked twice unless a rule says so. */
export const routeOf = (name: string, steps: readonly (readonly Model[])[], retry: RetryRule = neverAgain): Route => ({ name, candidates: steps.flat(), steps, retry });

/** Each model by its name, and all of them, in this order, as the route `all`. */
export const catalogueOf = (...models: readonly Model[]): Catalogue => {
  const routes = new Map([routeOf('all', models.map((model) => [model])), ...models.map((model) => routeOf(model.name, [[model]]))].map((route) => [route.name, route]));
  return { find: (name) => routes.get(name) ?? null, suggest: () => models[0]?.name ?? null };
};

export const pipelineOver = (catalogue: Catalogue, options: { keepContent?: boolean; spend?: Spend; limiter?: Limiter; reuse?: ReuseOptions; guard?: Guard; shape?: ShapeRule; waiting?: Waiting; timeoutMs?: number } = {}, create: (parts: PipelineParts) => Pipeline<Received> = createPipeline) => {
  const begun: BegunCall[] = [];
  const records: CallRecord[] = [];
  const caller: Caller = { tenant: 'acme', app: 'shop', keyId: 'k_test', role: 'app' };
  const pipeline = create({
    record: {
      keeper: {
        begin: async (call) => void begun.push(call),
        end: async (record) => void records.push(structuredClone(record)),
      },
      versions: () => ({ plimsoll: 'test', config: 'test', prompt: null }),
      keepContent: () => options.keepContent === true,
      sampleRatio: () => 1,
      admitsStranger: () => true,
    },
    authenticate: (headers) => {
      if (headers.authorization === 'Bearer viewer') return { caller: { ...caller, role: 'viewer' } };
      return headers.authorization === 'Bearer good' ? { caller } : { refused: headers.authorization === undefined ? 'missing_key' : 'invalid_key' };
    },
    catalogue: () => catalogue,
    limiter: options.limiter ?? new Limiter({}),
    shapeOf: options.shape === undefined ? null : () => options.shape ?? null,
    guard: options.guard ?? null,
    reuse: options.reuse ?? null,
    spend: options.spend ?? null,
    ...(options.waiting === undefined ? {} : { waiting: options.waiting }),
  });
  const controller = new AbortController();
  return {
    begun,
    records,
    leave: () => controller.abort(new PlimsollError('caller_left')),
    ask: (operation: Operation, body: JsonObject | string, headers: Readonly<Record<string, string>> = {}, signal: AbortSignal = controller.signal): Promise<Reply> =>
      pipeline({
        id: newCallId(Date.now()),
        startedAt: Date.now(),
        operation,
        timeline: new Timeline(),
        headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...headers },
        readBody: () => Promise.resolve(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))),
        signal,
        timeoutMs: options.timeoutMs ?? 60_000,
      }),
  };
};

/** The whole body as text, whether it streams or not. */
export const textOf = async (reply: Reply): Promise<string> => {
  if (!isStream(reply.body)) return Buffer.from(reply.body).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
