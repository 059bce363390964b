/** Pages: what was found worth waking somebody for, and whether it reached anybody. */
import { z } from 'zod';

export const alertStates = ['pending', 'sent', 'failed', 'unaddressed'] as const;
export type AlertState = (typeof alertStates)[number];

/** What the webhook receives. Amounts are decimal US dollars. */
export const spendAlert = z.object({
  type: z.literal('spend.threshold'),
  at: z.iso.datetime(),
  service: z.string(),
  owner: z.string().nullable(),
  budget: z.string(),
  mode: z.enum(['enforce', 'observe']),
  subject: z.string().describe('What the budget is kept apart by, e.g. a user; empty where it is not.'),
  period: z.string(),
  endsAt: z.iso.datetime().nullable(),
  thresholdPercent: z.number().int(),
  spentUsd: z.string(),
  capUsd: z.string(),
  perHourUsd: z.string().nullable().describe('The rate of the period so far.'),
  hitsCapAt: z.iso.datetime().nullable().describe('When the cap is reached at that rate, if within the period.'),
  text: z.string().describe('The same in one sentence.'),
});
export type SpendAlert = z.infer<typeof spendAlert>;

/** A tenant that spends many times what it usually does. */
export const rateAlert = z.object({
  type: z.literal('spend.rate'),
  at: z.iso.datetime(),
  service: z.string(),
  owner: z.string().nullable(),
  tenant: z.string(),
  model: z.string().describe('Took most of the last hour.'),
  perHourUsd: z.string().describe('In the last hour.'),
  usualPerHourUsd: z.string().describe('What nine of ten hours of the week before stayed under.'),
  budget: z.string().nullable().describe('The first budget that this rate uses up within its period.'),
  hitsCapAt: z.iso.datetime().nullable(),
  text: z.string().describe('The same in one sentence.'),
});
export type RateAlert = z.infer<typeof rateAlert>;

export const testAlert = z.object({ type: z.literal('test'), at: z.iso.datetime(), service: z.string(), owner: z.string().nullable(), text: z.string() });
export type TestAlert = z.infer<typeof testAlert>;

export const alertList = z.object({
  alerts: z.array(
    z.object({
      id: z.string(),
      createdAt: z.iso.datetime(),
      state: z.enum(alertStates).describe('`unaddressed`: `owner.page` is not set, so nobody was told.'),
      attempts: z.number().int(),
      sentAt: z.iso.datetime().nullable(),
      lastError: z.string().nullable(),
      alert: z.discriminatedUnion('type', [spendAlert, rateAlert]),
    }),
  ),
});
export type AlertList = z.infer<typeof alertList>;

export const alertTestResult = z.object({ sent: z.boolean(), problem: z.string().nullable() });
