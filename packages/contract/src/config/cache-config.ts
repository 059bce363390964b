/** `cache`: answers that are given again to the same request of the same tenant. Without the section, nothing is. */
import { z } from 'zod';
import { name } from './names.ts';

export const cacheConfig = z.strictObject({
  ttl_s: z.int().min(1).max(30 * 86_400).default(3600).describe('How long an answer may be given again, in seconds.'),
  max_mb: z.int().min(1).max(65_536).default(64).describe('Memory for answers, in megabytes; no tenant takes more than half of it. The longest unused go first.'),
  keep: z.enum(['memory', 'store']).default('memory').describe('`store` keeps answers in the database as well, with the words and vectors by which they are found, so that replicas share them and a restart does not lose them. They lie there as they are, for `ttl_s`.'),
  max_entry_kb: z.int().min(1).max(16_384).default(512).describe('Larger answers are not kept, in kilobytes.'),
  routes: z.array(name).max(500).optional().describe('Only requests that ask for one of these routes or models. Without it, all of them.'),
  semantic: z
    .strictObject({
      threshold: z.number().min(0.1).max(1).optional().describe('Least likeness (cosine) of two requests. Default: 0.4 with the built-in embedder, after which the words decide; 0.95 with a model.'),
      embedder: name.optional().describe('A model of `models` that embeds. It is asked on behalf of the caller, who pays for it. Without it, a built-in embedder that needs no call and knows words, not meanings.'),
      most_per_request: z.int().min(1).max(20_000).default(1000).describe('Texts looked through for one request; bounds the time that takes.'),
      mode: z.enum(['enforce', 'observe']).default('enforce').describe('`observe` answers nothing by meaning, and counts what would have been.'),
    })
    .optional()
    .describe('Answers a request that means the same as one of before, in other words. Without it, only the same request.'),
  mode: z.enum(['enforce', 'observe']).default('enforce').describe('`enforce` answers from the cache; `observe` always asks the model, and counts what would have been saved.'),
});
export type CacheConfig = z.output<typeof cacheConfig>;
