/** `routes`: names a caller may ask for that stand for an ordered list of models. */
import { z } from 'zod';
import { name } from './names.ts';

const candidates = z.array(name).max(20);
const equals = z.array(name).min(1).max(20);

export const shapeConfig = z
  .strictObject({
    max_input_tokens: z.int().min(256).max(10_000_000).optional().describe('Instructions, history, context and tools together, by our own count. Longer requests lose repeated context, then their oldest turns, then the middle of long context that is left.'),
    keep_last_turns: z.int().min(1).max(1000).default(2).describe('Turns at the end that are never left out, the current one included. Instructions never are.'),
    drop_duplicates: z.boolean().default(false).describe('Leaves out paragraphs of 200 characters or more that the conversation holds elsewhere, whether or not it is too long.'),
    mode: z.enum(['enforce', 'observe']).default('enforce').describe('`observe` sends requests as they are, and records what would have been left out.'),
  })
  .refine((rule) => rule.max_input_tokens !== undefined || rule.drop_duplicates, 'leaves out nothing: give `max_input_tokens` or `drop_duplicates`')
  .describe('What requests are cut to.');
export type ShapeConfig = z.output<typeof shapeConfig>;

export const retryConfig = z
  .strictObject({
    times: z.int().min(0).max(5).default(1).describe('How often a model may be asked again, once every other one of the route was asked; 0 never.'),
    base_ms: z.int().min(1).max(60_000).default(200).describe('Longest wait before the first of them, in milliseconds; it doubles with each. How long within it is chance.'),
    max_ms: z.int().min(1).max(60_000).default(5_000).describe('Longest wait, in milliseconds. A provider whose `Retry-After` asks for more is not asked again.'),
  })
  .refine((rule) => rule.base_ms <= rule.max_ms, '`base_ms` is more than `max_ms`')
  .describe('Asking again when nobody has answered and trouble may pass.');
export type RetryConfig = z.output<typeof retryConfig>;

export const routeConfig = z.strictObject({
  try: z
    .array(z.union([name, equals], 'must be a model\'s name, or a list of models that are as good as each other'))
    .min(1)
    .max(20)
    .describe('Models, asked in this order until one answers. A list in the list is a group of equals: the one that is likely to answer first is asked, then the others.'),
  fallback: candidates.default([]).describe('Models for when all of `try` have failed, in order.'),
  retry: retryConfig.prefault({}),
  shape: shapeConfig.optional().describe('How long requests may be, and what is left out of longer ones. Without it, they go as they come.'),
});
export type RouteConfig = z.output<typeof routeConfig>;

/** A route's models in the order in which they are asked, each step a group of equals, most of them of one. */
export const stepsOf = (route: RouteConfig): readonly (readonly string[])[] => [...route.try.map((step) => (typeof step === 'string' ? [step] : step)), ...route.fallback.map((model) => [model])];
