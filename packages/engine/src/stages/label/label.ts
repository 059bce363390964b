/**
 * Says what a request holds: personal data and secrets, in every text that a model would be shown. Changes nothing; what is done about it
 * is up to the stages after it. Where it cannot look, the request ends here.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json } from '@plimsoll/contract/json';
import type { Composed, Identified, Labelled, Received, Recorded } from '../../exchange.ts';
import type { Guard } from '../../guardrails/guard.ts';
import { mapStrings } from '../../guardrails/map-strings.ts';
import type { Finding } from '../../detection/finding.ts';
import type { Passage } from '../../pseudonyms/treated.ts';
import type { Stage } from '../../stage.ts';

/** Shorter ones hold nothing that anybody could be known by. */
const shortestText = 3;
/** Characters after which others have their turn. */
const atOnce = 16_384;

type Needs = Received & Recorded & Identified & Composed;

/** @param guard null where nothing is looked for */
export const label = (guard: Guard | null): Stage<Needs, Labelled> => ({
  name: 'label',
  idle: guard === null,
  run: async (exchange, next) => next(guard === null ? {} : { labelled: await labelled(guard, exchange) }),
});

const labelled = async (guard: Guard, { caller, composed: { body } }: Needs): Promise<NonNullable<Labelled['labelled']>> => {
  const texts: string[] = [];
  let [characters, unreadable] = [0, 0];
  try {
    mapStrings(body, {
      change: (text) => {
        texts.push(text);
        characters += text.length;
        return text;
      },
      unreadable: () => {
        unreadable += 1;
      },
    });
    if (hasTokens(body.input)) unreadable += 1;
    if (!guard.observes && unreadable > 0 && !guard.allowsUnreadable) throw new PlimsollError('guardrail_unreadable');
    if (characters > guard.longestText) {
      if (guard.observes) return { passages: [], found: {}, unreadable };
      throw new PlimsollError('guardrail_too_large', `It has ${characters} characters; ${guard.longestText} are looked through.`);
    }
    return { ...(await looked(guard, texts, caller.tenant)), unreadable };
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    // A guard that only watches stops nobody.
    if (guard.observes) return { passages: [], found: {}, unreadable };
    throw new PlimsollError('guardrail_failed', undefined, { cause: error });
  }
};

const looked = async (guard: Guard, texts: readonly string[], tenant: string): Promise<{ readonly passages: readonly Passage<Finding>[]; readonly found: Record<string, number> }> => {
  const found: Record<string, number> = {};
  const passages: Passage<Finding>[] = [];
  let sinceTurn = 0;
  for (const text of texts) {
    const findings = text.length < shortestText ? [] : guard.find(text, tenant);
    for (const { type } of findings) found[type] = (found[type] ?? 0) + 1;
    passages.push({ text, findings });
    sinceTurn += text.length;
    if (sinceTurn < atOnce) continue;
    sinceTurn = 0;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  return { passages, found };
};

/** Embeddings of texts that the caller has taken apart already. */
const hasTokens = (input: Json | undefined): boolean => Array.isArray(input) && input.some((item: Json) => typeof item === 'number' || Array.isArray(item));
