/** Batches as operators see them: how far each is, and the switch that holds it. */
import { z } from 'zod';
import { batchStatuses } from '../wire/batches.ts';

export const batchesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional().describe('`next` of the page before.'),
});

export const batchSummary = z.object({
  id: z.string(),
  tenant: z.string(),
  app: z.string(),
  keyId: z.string().describe('The key that created it, and as which its items call.'),
  endpoint: z.string(),
  status: z.enum(batchStatuses),
  paused: z.boolean().describe('Held by an operator: no further item begins until it is resumed.'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  total: z.number().int().describe('0 until its file has been validated.'),
  completed: z.number().int(),
  failed: z.number().int(),
  atProvider: z.number().int().describe('Items that wait in a provider\'s own batch API.'),
});
export type BatchSummary = z.infer<typeof batchSummary>;

export const batchesPage = z.object({ batches: z.array(batchSummary), next: z.string().nullable(), held: z.boolean().describe('All are held: a batch created now is paused, too.') });
export type BatchesPage = z.infer<typeof batchesPage>;

export const batchesChanged = z.object({ changed: z.number().int().describe('How many open batches were paused or resumed.') });
export type BatchesChanged = z.infer<typeof batchesChanged>;
