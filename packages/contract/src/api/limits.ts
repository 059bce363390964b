/** Limits and how near they are, as this server counts them. */
import { z } from 'zod';
import { limitConfig } from '../config/limits-config.ts';

export const limitList = z.object({
  sharing: z
    .object({ shared: z.boolean().describe('False while Valkey does not answer, and each replica counts its share of every limit.'), replicas: z.number().int().describe('That live, this one included, as last seen.') })
    .nullable()
    .describe('null where each server counts for itself: without `VALKEY_URL`, or without limits.'),
  limits: z.array(
    z.object({
      name: z.string(),
      rule: limitConfig,
      subjects: z.number().int().describe('Keys, users or whatever it counts apart, that it has met lately.'),
      running: z.number().int().describe('Calls under way that it counts.'),
      refused: z.number().int().describe('Since this server started.'),
      wouldRefuse: z.number().int().describe('What `mode: observe` let through, since this server started.'),
    }),
  ),
});
export type LimitList = z.infer<typeof limitList>;
