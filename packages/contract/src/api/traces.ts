/** Call records as the console and the CLI read them. */
import { z } from 'zod';
import { outcomes, priceCertainties, type CallRecord } from '../call-record.ts';
import { operations } from '../operation.ts';
import { callRecord } from './call-record.ts';

export const tracesQuery = z.strictObject({
  search: z.string().max(200).optional().describe('A trace id or its beginning, or words found in model, app, user, feature, session or error code.'),
  outcome: z.enum(outcomes).optional(),
  model: z.string().max(200).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional().describe('`next` of the page before.'),
});
export type TracesQuery = z.input<typeof tracesQuery>;

export const traceSummary = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  operation: z.enum(operations),
  stream: z.boolean(),
  tenant: z.string().nullable(),
  app: z.string().nullable(),
  user: z.string().nullable(),
  requestedModel: z.string().nullable(),
  model: z.string().nullable(),
  provider: z.string().nullable(),
  outcome: z.enum(outcomes),
  status: z.number().int(),
  errorCode: z.string().nullable(),
  durationMs: z.number(),
  firstByteMs: z.number().nullable(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  costPicoUsd: z.string().nullable().describe('Decimal pico-dollars; null when the price is unknown.'),
  priceCertainty: z.enum(priceCertainties),
  attempts: z.number().int(),
});
export type TraceSummary = z.infer<typeof traceSummary>;

export const tracesPage = z.object({ traces: z.array(traceSummary), next: z.string().nullable() });
export type TracesPage = z.infer<typeof tracesPage>;

/** One call with its attempts and the time of each stage. */
export const traceDetail = z.object({ record: callRecord });
export type TraceDetail = { readonly record: CallRecord };
