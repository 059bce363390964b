/** How each model has done lately, as the server that is asked has seen it. */
import { z } from 'zod';

const milliseconds = z.number().nullable();

export const providerHealth = z.object({
  model: z.string().describe('Its name in plimsoll.yaml.'),
  provider: z.string(),
  upstreamModel: z.string(),
  region: z.string().nullable(),
  state: z.enum(['closed', 'open', 'half-open']).describe('Of its circuit breaker: `closed` lets calls through, `open` none, `half-open` one at a time as a probe.'),
  failures: z.number().int().describe('In the last half minute; 0 right after the breaker has closed.'),
  lastError: z.string().nullable().describe('Code of the last failure since this server started.'),
  inFlight: z.number().int().describe('Calls under way, streams until their end.'),
  beginsInMs: milliseconds.describe('What a stream takes to begin: peak-EWMA, failures included, fading with time. null before the first.'),
  answersInMs: milliseconds.describe('The same for whole answers.'),
  openedAt: z.iso.datetime().nullable().describe('When the breaker opened; null while it is closed.'),
  nextCallAt: z.iso.datetime().nullable().describe('When a call may be made again: the next probe, or the end of a pause that the provider asked for. null where one may be made now.'),
});

export const providerList = z.object({ providers: z.array(providerHealth) });
export type ProviderList = z.infer<typeof providerList>;
