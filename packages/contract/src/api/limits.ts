/** Limits and how near they are, as this server counts them. */
import { z } from 'zod';
import { limitConfig } from '../config/limits-config.ts';

export const limitList = z.object({
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
