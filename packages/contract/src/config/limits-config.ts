/** `limits`: how fast and how many at a time. A request has to pass every rule that it falls under. */
import { z } from 'zod';
import { name } from './names.ts';

export const limitSubjects = ['key', 'user', 'app', 'tenant', 'model'] as const;
export type LimitSubject = (typeof limitSubjects)[number];

/** As a rule's `at`: every model outside this machine. */
export const anyCloudModel = 'cloud';

const who = z.string().min(1).max(200);
const atMost = z.int().min(1).max(1_000_000_000).optional();

export const limitConfig = z
  .strictObject({
    per: z.enum(limitSubjects).describe('Counts apart for each key, user (`x-plimsoll-user`, within its tenant), app, tenant, or name asked for in `model`.'),
    tenant: who.optional().describe('Only requests of this tenant.'),
    model: name.optional().describe('Only requests that ask for this model or route.'),
    at: name.optional().describe('Counts attempts instead of requests: those at this model, or with `cloud` at any model outside this machine. What is too much goes to the route\'s next candidate.'),
    requests_per_minute: atMost.describe('Requests in a minute; a minute\'s worth may come at once.'),
    tokens_per_minute: atMost.describe('Tokens in a minute, prompt and answer: estimated before the call, made good after it.'),
    concurrent: atMost.describe('Requests under way at a time, streams included.'),
    concurrent_streams: atMost.describe('Streams under way at a time.'),
    mode: z.enum(['enforce', 'observe']).default('enforce').describe('`enforce` refuses what is too much; `observe` only counts it.'),
  })
  .refine(
    (rule) => [rule.requests_per_minute, rule.tokens_per_minute, rule.concurrent, rule.concurrent_streams].some((limit) => limit !== undefined),
    'limits nothing: give `requests_per_minute`, `tokens_per_minute`, `concurrent` or `concurrent_streams`',
  )
  .describe('One rule.');
export type LimitConfig = z.output<typeof limitConfig>;

export const limitsConfig = z.record(name, limitConfig).refine((all) => Object.keys(all).length <= 50, 'at most 50 rules').default({});
