/** The Overview page's figures: minute roll-ups, summed into at most 240 points. */
import { z } from 'zod';

export const overviewQuery = z.strictObject({
  minutes: z.coerce.number().int().min(5).max(60 * 24 * 31).default(60).describe('How far back to look.'),
  model: z.string().max(200).optional(),
});
export type OverviewQuery = z.input<typeof overviewQuery>;

const latency = z.object({
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});

export const overviewTotals = latency.extend({
  requests: z.number().int(),
  errors: z.number().int(),
  abandoned: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  costPicoUsd: z.string().describe('Decimal pico-dollars of the calls whose price is known.'),
  unpriced: z.number().int().describe('Calls whose price is unknown; their cost is not in `costPicoUsd`.'),
});

export const overviewPoint = overviewTotals.extend({ at: z.iso.datetime().describe('Begin of the interval.') });
export type OverviewPoint = z.infer<typeof overviewPoint>;

export const overviewModel = overviewTotals.extend({ model: z.string(), provider: z.string().nullable() });
export type OverviewModel = z.infer<typeof overviewModel>;

export const overview = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  stepSeconds: z.number().int(),
  totals: overviewTotals,
  points: z.array(overviewPoint).describe('One an interval, oldest first, empty intervals included.'),
  byModel: z.array(overviewModel),
  byModelPoints: z.array(z.object({ model: z.string(), points: z.array(overviewPoint) })).describe('The five busiest models.'),
  everReceived: z.boolean().describe('False until the first call, so that the console can say what to do next.'),
});
export type Overview = z.infer<typeof overview>;
