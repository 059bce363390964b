/** Restores a reply that came whole: text, reasoning, tool calls and error messages, of every choice and block. */
import { Edits, memberAt, nameAt, placesIn, type Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { restoreWithin } from './restore-within.ts';
import type { Spelling } from './spelling.ts';

export interface RestoringOptions {
  /** `json` where the request asked for an answer in JSON (a schema, JSON mode): values are then escaped in its text too. */
  readonly content: Spelling;
}

export const plainContent: RestoringOptions = { content: 'text' };

/** @returns the bytes themselves where nothing was restored, and where they are no JSON. */
export const restoredReply = (body: Uint8Array, lexicon: Lexicon, { content }: RestoringOptions = plainContent): Uint8Array => {
  if (lexicon.isEmpty) return body;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const root = placesIn(text);
  if (root === null) return body;
  const edits = new Edits();
  for (const [index, value] of root.values.entries()) {
    const name = root.names[index];
    if (name !== undefined && nameAt(text, name) === 'choices') {
      for (const choice of value.values) restoreChoice(lexicon, text, choice, edits, content);
    } else if (name !== undefined && nameAt(text, name) === 'content') {
      for (const block of value.values) {
        const said = memberAt(text, block, 'text');
        restoreWithin(lexicon, text, block, edits, (_, member) => (member === said ? content : 'text'));
      }
    } else {
      restoreWithin(lexicon, text, value, edits);
    }
  }
  return edits.count === 0 ? body : Buffer.from(edits.appliedTo(text));
};

/** One of OpenAI's. Where something of it changed, its logprobs are those of another text: they go. */
const restoreChoice = (lexicon: Lexicon, text: string, choice: Place, edits: Edits, content: Spelling): void => {
  const before = edits.count;
  const logprobs = memberAt(text, choice, 'logprobs');
  for (const value of choice.values) {
    if (value === logprobs) continue;
    const said = memberAt(text, value, 'content');
    // Arguments are JSON inside a string, so a value must be escaped for both.
    restoreWithin(lexicon, text, value, edits, (member, at) => (member === 'arguments' ? 'json' : at === said ? content : 'text'));
  }
  if (edits.count > before && logprobs !== undefined && logprobs.kind !== 'other') edits.replace(logprobs, 'null');
};
