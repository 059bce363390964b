/**
 * plimsoll.yaml: the one reviewable file that holds a service's decisions, under the spine's headings.
 * Keys stay as the file spells them, so there is one vocabulary in the file, the docs and the code.
 */
import { z } from 'zod';
import { cacheConfig } from './cache-config.ts';
import { guardrailsConfig } from './guardrails-config.ts';
import { limitsConfig } from './limits-config.ts';
import { batchesConfig } from './batches-config.ts';
import { modelConfig } from './model-config.ts';
import { name } from './names.ts';
import { ownerConfig } from './owner-config.ts';
import { routeConfig } from './route-config.ts';
import { serverConfig } from './server-config.ts';
import { spendConfig } from './spend-config.ts';
import { tracesConfig } from './traces-config.ts';

const atMost = (limit: number, what: string) => ({
  check: (all: Readonly<Record<string, unknown>>): boolean => Object.keys(all).length <= limit,
  message: `at most ${limit} ${what}`,
});

const manyModels = atMost(500, 'models');
const manyRoutes = atMost(500, 'routes');

export const configSchema = z.strictObject({
  service: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a service\'s name is 1 to 100 letters, digits or `. _ -`, beginning with a letter or digit').describe('The service\'s name, in records, traces and metrics.'),
  models: z
    .record(name, modelConfig)
    .refine((all) => Object.keys(all).length > 0, 'needs at least one model')
    .refine(manyModels.check, manyModels.message)
    .describe('What can answer, by the name that callers and routes use.'),
  routes: z
    .record(name, routeConfig)
    .refine(manyRoutes.check, manyRoutes.message)
    .default({})
    .describe('Names that stand for an ordered list of models. A caller may also ask for a model by its own name.'),
  traces: tracesConfig.prefault({}).describe('What is kept of a call, for how long, and where else it is sent.'),
  cache: cacheConfig.optional().describe('Answers given again to the same request of the same tenant. Without it, every request asks a model.'),
  guardrails: guardrailsConfig.optional().describe('What of a request may leave as it is. Without it, all of it does.'),
  limits: limitsConfig.describe('How fast and how many at a time, by rule. Without any, only the whole server is bounded.'),
  spend: spendConfig.optional().describe('What may be spent, by whom, until when. Without it, spending is counted and never limited.'),
  batches: batchesConfig.prefault({}).describe('Batches: work that may wait, done beside live calls.'),
  owner: ownerConfig.optional().describe('The human who answers for this service.'),
  server: serverConfig.prefault({}).describe('Limits of the HTTP server. `HOST` and `PORT` in the environment say where it listens.'),
});

/** The file, checked, with every default filled in. Secrets are still references. */
export type Config = z.output<typeof configSchema>;

/**
 * Parts of the design that this version does not have. They are refused by name instead of being ignored:
 * a spending cap that nothing enforces is worse than none.
 */
export const laterSections: ReadonlySet<string> = new Set(['target', 'evals', 'releases']);
export const laterRouteKeys: ReadonlySet<string> = new Set(['escalate_below']);
