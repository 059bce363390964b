/** `routes`: names a caller may ask for that stand for an ordered list of models. */
import { z } from 'zod';
import { name } from './names.ts';

const candidates = z.array(name).max(20);

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

export const routeConfig = z.strictObject({
  try: candidates.min(1).describe('Models, asked in this order until one answers.'),
  fallback: candidates.default([]).describe('Models for when all of `try` have failed, in order.'),
  shape: shapeConfig.optional().describe('How long requests may be, and what is left out of longer ones. Without it, they go as they come.'),
});
export type RouteConfig = z.output<typeof routeConfig>;

/** A route's models in the order in which they are asked. */
export const candidatesOf = (route: RouteConfig): readonly string[] => [...route.try, ...route.fallback];
