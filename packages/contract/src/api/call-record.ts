/** The call record (`../call-record.ts`) as a schema: what a client checks a trace against, and what the OpenAPI document shows. */
import { z } from 'zod';
import { cacheHits, outcomes, priceCertainties, type CallRecord } from '../call-record.ts';
import type { Json } from '../json.ts';
import { operations } from '../operation.ts';

const count = z.number().int().min(0);

const tokenUsage = z.object({
  input: count,
  output: count,
  cachedInput: count,
  cacheWrite: count,
  cacheWrite1h: count,
  reasoning: count,
  inputAudio: count,
  outputAudio: count,
  cachedInputAudio: count,
  source: z.enum(['provider', 'counted']),
});

const cost = {
  usage: tokenUsage,
  costPicoUsd: z.string().nullable().describe('Decimal pico-dollars; null when the price is unknown.'),
  priceCertainty: z.enum(priceCertainties),
};

const attempt = z.object({
  index: count,
  model: z.string(),
  provider: z.string(),
  upstreamModel: z.string(),
  startUs: count,
  durationUs: count,
  outcome: z.enum(outcomes),
  status: z.number().int().nullable(),
  errorCode: z.string().nullable(),
  ...cost,
  priceSource: z.string().nullable(),
  charge: z
    .object({ holder: z.string(), accounts: z.array(z.string()).readonly(), picoUsd: z.string() })
    .nullable()
    .describe('What the attempt took from budgets, the same amount from each account; null where none applied.'),
});

const stageTiming = z.object({ stage: z.string(), attempt: z.number().int().nullable(), startUs: count, durationUs: count });

const text = z.string().nullable();

// Whatever came out of `JSON.parse` is JSON; `z.json()` would walk a whole conversation to say so, and has no OpenAPI form.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const json = z.unknown() as z.ZodType<Json>;

export const callRecord = z.object({
  v: z.literal(1),
  id: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: text,
  sampled: z.boolean(),
  startedAt: z.number().describe('Epoch milliseconds.'),
  operation: z.enum(operations),
  stream: z.boolean(),
  tenant: text,
  app: text,
  keyId: text,
  user: text,
  feature: text,
  session: text,
  requestedModel: text,
  route: text,
  model: text,
  provider: text,
  outcome: z.enum(outcomes),
  status: z.number().int(),
  errorCode: text,
  finishReason: text,
  cache: z.enum(cacheHits).nullable().describe('`exact` where the answer to the same request of before was given again, and no model was asked; `semantic` where it was to a request that means the same.'),
  reusedCostPicoUsd: z.string().nullable().describe('What the reused answer cost when a model gave it, and so what was saved; null where none was reused, or that is not known.'),
  shaped: z
    .object({ turns: count, trimmed: count, duplicates: count, tokensBefore: count, tokensAfter: count, observed: z.boolean() })
    .nullable()
    .describe('What was left out of the request to make it fit its route; null where it went as the caller sent it.'),
  guarded: z
    .object({ found: z.record(z.string(), count), unreadable: count, observed: z.boolean() })
    .nullable()
    .describe('Personal data and secrets that were found in the request, by type; null where nothing was looked for.'),
  deferred: z.boolean().describe('Answered by the provider\'s own batch API, at its leisure; the duration is how long it lay there.'),
  durationUs: count,
  firstByteUs: count.nullable(),
  ...cost,
  attempts: z.array(attempt).readonly(),
  stages: z.array(stageTiming).readonly(),
  versions: z.object({ plimsoll: z.string(), config: z.string(), prompt: text }),
  content: z.object({ request: json, reply: z.string() }).nullable(),
}) satisfies z.ZodType<CallRecord>;
