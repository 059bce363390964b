/** Which share of prompts is the same from request to request. */
import { isJsonObject, type Json } from '@plimsoll/contract/json';
import { listIn, objectsIn } from '@plimsoll/contract/wire/members';

export interface KeptRequest {
  /** The member `content` of a record. */
  readonly request: { readonly request?: Json };
  readonly inputTokens: number;
}

/** Each from 0 to 1. */
export interface RepeatedParts {
  /** Of the prompt: what begins every request. */
  readonly staticShare: number;
  /** Of the prompt: examples, i.e. turns before the last that are in every request. */
  readonly exampleShare: number;
  /** Of the requests: those that are the same as one before. */
  readonly repeatedShare: number;
}

export const repeatedParts = (sample: readonly KeptRequest[]): RepeatedParts => {
  const bodies = sample.flatMap(({ request: { request } }) => (request !== undefined && isJsonObject(request) ? [request] : []));
  const prompts = bodies.map(({ system, tools, messages }) => [system, tools, ...listIn(messages)].filter((part) => part !== undefined).map((part) => JSON.stringify(part)));
  if (prompts.length < 2) return { staticShare: 0, exampleShare: 0, repeatedShare: 0 };
  const characters = prompts.reduce((sum, parts) => sum + length(parts), 0) / prompts.length;
  if (characters === 0) return { staticShare: 0, exampleShare: 0, repeatedShare: 0 };
  const whole = prompts.map((parts) => parts.join('\n'));
  const common = commonStart(whole);
  const examples = (bodies[0] === undefined ? [] : objectsIn(bodies[0].messages))
    .slice(0, -1)
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map((message) => JSON.stringify(message))
    .filter((text) => prompts.every((parts) => parts.slice(0, -1).includes(text)));
  return {
    staticShare: Math.min(1, common / characters),
    exampleShare: Math.min(1, length(examples) / characters),
    repeatedShare: 1 - new Set(whole).size / whole.length,
  };
};

const length = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);

/** @returns how many characters all begin with */
const commonStart = (texts: readonly string[]): number => {
  const [first = '', ...others] = texts;
  let shared = first.length;
  for (const text of others) {
    let at = 0;
    while (at < shared && at < text.length && text[at] === first[at]) at += 1;
    shared = at;
  }
  return shared;
};
