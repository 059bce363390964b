/** What requests are cut to, by the route they ask for. */
import type { RouteConfig } from '@plimsoll/contract/config/route-config';
import type { ShapeRule } from '@plimsoll/engine/shaping/shape';

/** @returns null where no route cuts anything */
export const shapesOf = (routes: Readonly<Record<string, RouteConfig>>): ((name: string) => ShapeRule | null) | null => {
  const rules = new Map<string, ShapeRule>();
  for (const [name, { shape }] of Object.entries(routes)) {
    if (shape === undefined) continue;
    rules.set(name, { maxInputTokens: shape.max_input_tokens ?? null, keepLastTurns: shape.keep_last_turns, dropDuplicates: shape.drop_duplicates, observes: shape.mode === 'observe' });
  }
  return rules.size === 0 ? null : (name) => rules.get(name) ?? null;
};
