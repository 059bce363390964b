/** What the cache holds and has saved. */
import { z } from 'zod';

export const cacheFigures = z.object({
  enabled: z.boolean().describe('False where plimsoll.yaml has no `cache`.'),
  mode: z.enum(['enforce', 'observe']).nullable(),
  embedder: z.string().nullable().describe('What compares meanings: a model, or `built-in`; null where only the same request counts.'),
  entries: z.number().int(),
  bytes: z.number().int(),
  hits: z.number().int().describe('Since this server started; where the cache only observes, what would have been hits.'),
  misses: z.number().int(),
  collapsed: z.number().int().describe('Of the hits, those that waited for the same request of another caller.'),
  semantic: z.number().int().describe('Of the hits, those to a request that meant the same in other words.'),
  toldApart: z.number().int().describe('Requests whose vectors were near one of before, and whose words asked for something else; of all tenants.'),
  savedPicoUsd: z.string().describe('Decimal pico-dollars that the hits would have cost.'),
});
export type CacheFigures = z.infer<typeof cacheFigures>;

export const cacheInvalidation = z.strictObject({
  tag: z.string().min(1).max(100).optional().describe('Only answers kept under this tag (`x-plimsoll-cache-tags`).'),
  model: z.string().min(1).max(100).optional().describe('Only answers to requests for this model or route, or by this model.'),
});

export const cacheInvalidated = z.object({ forgotten: z.number().int() });
