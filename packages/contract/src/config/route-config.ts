/** `routes`: names a caller may ask for that stand for an ordered list of models. */
import { z } from 'zod';
import { name } from './names.ts';

const candidates = z.array(name).max(20);

export const routeConfig = z.strictObject({
  try: candidates.min(1).describe('Models, asked in this order until one answers.'),
  fallback: candidates.default([]).describe('Models for when all of `try` have failed, in order.'),
});
export type RouteConfig = z.output<typeof routeConfig>;

/** A route's models in the order in which they are asked. */
export const candidatesOf = (route: RouteConfig): readonly string[] => [...route.try, ...route.fallback];
