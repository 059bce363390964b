/** `cache`: answers that are given again to the same request of the same tenant. Without the section, nothing is. */
import { z } from 'zod';
import { name } from './names.ts';

export const cacheConfig = z.strictObject({
  ttl_s: z.int().min(1).max(30 * 86_400).default(3600).describe('How long an answer may be given again, in seconds.'),
  max_mb: z.int().min(1).max(65_536).default(64).describe('Memory for answers, in megabytes; no tenant takes more than half of it. The longest unused go first.'),
  max_entry_kb: z.int().min(1).max(16_384).default(512).describe('Larger answers are not kept, in kilobytes.'),
  routes: z.array(name).max(500).optional().describe('Only requests that ask for one of these routes or models. Without it, all of them.'),
  mode: z.enum(['enforce', 'observe']).default('enforce').describe('`enforce` answers from the cache; `observe` always asks the model, and counts what would have been saved.'),
});
export type CacheConfig = z.output<typeof cacheConfig>;
