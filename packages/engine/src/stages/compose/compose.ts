/**
 * Makes the request that will go to a model: what the caller sent, cut to what its route takes where a route says so.
 * Prompts from releases and retrieved context find their place here.
 */
import type { Composed, Read, Received, Recorded } from '../../exchange.ts';
import { replaceMembers, topLevelMembers } from '../../json/top-level-members.ts';
import type { Reply } from '../../reply.ts';
import { shape, type ShapeRule } from '../../shaping/shape.ts';
import type { Stage } from '../../stage.ts';

/** @param ruleFor the model or route that is asked for; null where nothing is ever cut. */
export const compose = (ruleFor: ((name: string) => ShapeRule | null) | null): Stage<Received & Recorded & Read, Composed> => ({
  name: 'compose',
  run: (exchange, next) => {
    const { bytes, body, layout, model } = exchange.ask;
    const rule = ruleFor?.(model) ?? null;
    return rule === null ? next({ composed: { bytes, body, layout } }) : shapedBy(rule, exchange, (composed) => next({ composed }));
  },
});

const shapedBy = async (rule: ShapeRule, { operation, journal, ask: { bytes, body, layout } }: Received & Recorded & Read, go: (composed: Composed['composed']) => Promise<Reply>): Promise<Reply> => {
  const shaped = await shape(operation, body, bytes, rule);
  if (shaped === null) return go({ bytes, body, layout });
  journal.shaped({ ...shaped.what, observed: rule.observes });
  if (rule.observes) return go({ bytes, body, layout });
  const messages = [...shaped.messages];
  const shorter = replaceMembers(bytes, layout, new Map([['messages', JSON.stringify(messages)]]));
  const reply = await go({ bytes: shorter, body: { ...body, messages }, layout: topLevelMembers(shorter) });
  const { turns, trimmed, duplicates, tokensBefore, tokensAfter } = shaped.what;
  return { ...reply, headers: { ...reply.headers, 'x-plimsoll-shaped': `turns=${turns}, trimmed=${trimmed}, duplicates=${duplicates}, tokens=${tokensBefore}-${tokensAfter}` } };
};
