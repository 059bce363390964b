/**
 * Says what a request holds: personal data and secrets, in every text that a model would be shown. Changes nothing; what is done about it
 * is up to the stages after it. Where it cannot look, the request ends here.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Finding } from '../../detection/finding.ts';
import type { Composed, Identified, Labelled, Received, Recorded } from '../../exchange.ts';
import { guardFailure } from '../../guardrails/guard-failure.ts';
import type { Guard } from '../../guardrails/guard.ts';
import { JsonTexts } from '../../guardrails/json-texts.ts';
import { longestRun, windowsOf } from '../../guardrails/windows-of.ts';
import type { Passage } from '../../pseudonyms/treated.ts';
import type { Stage } from '../../stage.ts';

/** Shorter ones hold nothing that anybody could be known by. */
const shortestText = 3;
/** Characters after which others have their turn. */
const atOnce = 16_384;

type Needs = Received & Recorded & Identified & Composed;
type Looked = NonNullable<Labelled['labelled']>;

/** @param guard null where nothing is looked for */
export const label = (guard: Guard | null): Stage<Needs, Labelled> => ({
  name: 'label',
  idle: guard === null,
  run: async (exchange, next) => next(guard === null ? {} : { labelled: await labelled(guard, exchange) }),
});

const labelled = async (guard: Guard, { caller, composed: { bytes } }: Needs): Promise<Looked> => {
  try {
    const request = JsonTexts.of(bytes.toString('utf8'), {
      left: guard.longestText,
      spent: () => {
        throw new PlimsollError('guardrail_too_large', `${guard.longestText} characters are looked through.`);
      },
    });
    if (request.unreadable > 0 && !guard.observes && !guard.allowsUnreadable) throw new PlimsollError('guardrail_unreadable');
    return { request, unreadable: request.unreadable, ...(await looked(guard, request.texts, caller.tenant)) };
  } catch (error) {
    // A guard that only watches stops nobody.
    if (guard.observes) return { request: null, passages: [], found: {}, unreadable: 0 };
    throw guardFailure(error);
  }
};

const looked = async (guard: Guard, texts: readonly string[], tenant: string): Promise<Pick<Looked, 'passages' | 'found'>> => {
  const found: Record<string, number> = {};
  const passages: Passage<Finding>[] = [];
  let sinceTurn = 0;
  for (const text of texts) {
    const findings = new Map<string, Finding>();
    for (const window of text.length < shortestText ? [] : windows(text)) {
      for (const { start, end, ...finding } of guard.find(window.text, tenant)) {
        const placed = { ...finding, start: start + window.start, end: end + window.start };
        findings.set(`${placed.start} ${placed.end} ${placed.type}`, placed);
      }
      sinceTurn += window.text.length;
      if (sinceTurn < atOnce) continue;
      sinceTurn = 0;
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
    for (const { type } of findings.values()) found[type] = (found[type] ?? 0) + 1;
    passages.push({ text, findings: findings.size === 0 ? nothing : [...findings.values()] });
  }
  return { passages, found };
};

const nothing: readonly Finding[] = [];

const windows = (text: string): NonNullable<ReturnType<typeof windowsOf>> => {
  const all = windowsOf(text);
  if (all === null) throw new PlimsollError('guardrail_too_large', `A run of more than ${longestRun} characters without a space cannot be looked into.`);
  return all;
};
