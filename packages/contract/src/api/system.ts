/** What is being served: models, routes, prices, versions, and how the server itself is doing. */
import { z } from 'zod';
import { operations } from '../operation.ts';

export const servedModel = z.object({
  name: z.string(),
  provider: z.string(),
  upstreamModel: z.string(),
  region: z.string().nullable(),
  operations: z.array(z.enum(operations)).describe('What callers may ask of it, translation included.'),
  priceSource: z.string().nullable().describe('null when its price is unknown.'),
});
export type ServedModel = z.infer<typeof servedModel>;

export const playgroundSample = z.object({ title: z.string(), text: z.string() });

export const system = z.object({
  service: z.string(),
  versions: z.object({ plimsoll: z.string(), config: z.string() }),
  configFile: z.string().nullable().describe('null when the built-in example is served.'),
  store: z.object({ kind: z.enum(['embedded', 'server']), ok: z.boolean() }),
  spoolBacklog: z.number().int().describe('Records not yet in the store.'),
  content: z.enum(['off', 'full']).describe('Whether prompts and answers are kept.'),
  models: z.array(servedModel),
  routes: z.array(z.object({ name: z.string(), candidates: z.array(z.string()) })),
  samples: z.array(playgroundSample).describe('Inputs to try in the Playground.'),
});
export type System = z.infer<typeof system>;
