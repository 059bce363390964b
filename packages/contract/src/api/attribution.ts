/** Who spent it and on what. Amounts are decimal pico-dollars. */
import { z } from 'zod';

export const dimensions = ['tenant', 'app', 'user', 'feature', 'session', 'model', 'prompt', 'route', 'provider'] as const;
export type Dimension = (typeof dimensions)[number];

const amount = z.string().describe('Decimal pico-dollars.');
const count = z.number().int();
const mostDays = 92;

const window = {
  from: z.iso.datetime({ offset: true }).optional().describe('From this moment on; 30 days back where it is not given.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Up to this moment; now where it is not given.'),
};

const withinBounds = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): boolean => {
  const end = to === undefined ? Date.now() : Date.parse(to);
  const begin = from === undefined ? end - 30 * 86_400_000 : Date.parse(from);
  return begin < end && end - begin <= mostDays * 86_400_000;
};
const outOfBounds = `\`from\` must be before \`to\`, by ${mostDays} days at most`;

export const attributionQuery = z
  .strictObject({ by: z.enum(dimensions).default('model'), ...window, limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Rows, the dearest first.') })
  .refine(withinBounds, outOfBounds);

const sums = {
  requests: count,
  cloudRequests: count.describe('Of the requests, those that a provider outside this machine was asked for.'),
  cacheHits: count,
  inputTokens: count,
  cachedInputTokens: count.describe('Of the input, what the provider read from its cache.'),
  outputTokens: count,
  costPicoUsd: amount,
  unpriced: count.describe('Requests whose cost is not known, and not in the sum.'),
};

export const attributionRow = z.object({ name: z.string().nullable().describe('null where the call said none.'), ...sums });
export type AttributionRow = z.infer<typeof attributionRow>;

export const attribution = z.object({
  by: z.enum(dimensions),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  total: z.object(sums),
  rows: z.array(attributionRow),
  more: z.boolean().describe('There are more rows than asked for.'),
});
export type Attribution = z.infer<typeof attribution>;

const dimensionList = z
  .string()
  .max(200)
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.enum(dimensions)).min(1).max(4))
  .refine((all) => new Set(all).size === all.length, 'names a dimension twice');

export const exportQuery = z
  .strictObject({
    format: z.enum(['csv', 'json']).default('csv'),
    by: dimensionList.default(['tenant', 'model']).describe('Up to four of: tenant, app, user, feature, session, model, prompt, route, provider.'),
    ...window,
  })
  .refine(withinBounds, outOfBounds);

/** Columns are named as in FOCUS, the FinOps foundation's billing format, where it has a name. */
export const exportRow = z.object({
  ChargePeriodStart: z.string().describe('Begin of the day in the organisation\'s time zone.'),
  BillingCurrency: z.literal('USD'),
  BilledCost: z.string().describe('Decimal dollars, exact.'),
  ConsumedQuantity: count.describe('Tokens, in and out.'),
  ConsumedUnit: z.literal('Tokens'),
  dimensions: z.record(z.string(), z.string().nullable()),
  ...sums,
});
export type ExportRow = z.infer<typeof exportRow>;

export const exported = z.object({ rows: z.array(exportRow) });

export const findingKinds = ['static-context', 'oversized-model', 'repeated-requests', 'examples'] as const;

export const avoidable = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  findings: z.array(
    z.object({
      kind: z.enum(findingKinds),
      where: z.string().describe('E.g. `shop / answer, model strong`; begins with the tenant where there are several.'),
      requests: count,
      savePicoUsd: amount.describe('At most, over the window; an estimate, as if all requests were of average length.'),
      why: z.string(),
      remedy: z.string(),
    }),
  ),
  notes: z.array(z.string()).describe('What could not be looked at, and why.'),
});
export type Avoidable = z.infer<typeof avoidable>;

export const windowQuery = z.strictObject(window).refine(withinBounds, outOfBounds);

export const savings = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  cache: z.object({ hits: count, savedPicoUsd: amount.describe('What the answers had cost; where records do not say, what the same model took on average for requests that it answered.') }),
  batches: z.object({ requests: count.describe('Answered by providers\' batch APIs.'), savedPicoUsd: amount.describe('Against the price of the same tokens at once, an estimate by average length.') }),
  routing: z.object({ requests: count, savedPicoUsd: amount.describe('Against the dearest model of each route, for the same tokens, an estimate by average length.') }),
  shaping: z.object({ requests: count, tokens: count.describe('Left out.'), savedPicoUsd: amount.describe('At the input price of the model that answered, an estimate by average length.') }),
});
export type Savings = z.infer<typeof savings>;
