/** What a request asks, made comparable: its words, and a vector by the built-in embedder or by a model. */
import { embedWords, toUnitLength } from '../../cache/meaning/embed-words.ts';
import type { NearReplies, Question } from '../../cache/meaning/near-replies.ts';
import { questionOf } from '../../cache/meaning/question-of.ts';
import { wordsOf } from '../../cache/meaning/words-of.ts';
import type { Composed, Identified, Received } from '../../exchange.ts';

/** Asks an embedding model on behalf of the caller. @returns null where there is no vector to be had in time: then there is no hit. */
export type Embed = (text: string, exchange: Received & Identified) => Promise<Float32Array | null>;

export interface NearOptions {
  readonly replies: NearReplies;
  /** Counts what it would have answered. */
  readonly observes: boolean;
  /** null for the built-in embedder, which needs no call. */
  readonly embed: Embed | null;
}

/** @returns null where nothing can be compared. */
export const askedIn = ({ embed, replies }: NearOptions, exchange: Received & Identified & Composed, version: string): Question | null | Promise<Question | null> => {
  const { caller: { tenant }, operation, composed: { bytes, body } } = exchange;
  const asked = questionOf(tenant, operation, version, bytes, body);
  const words = asked === null ? null : wordsOf(asked.text, replies.isWord);
  if (asked === null || words === null) return null;
  const { frame, text } = asked;
  if (embed === null) return { frame, words, vector: embedWords(words) };
  return embed(text, exchange).then((vector) => (vector === null ? null : { frame, words, vector: toUnitLength(vector) }));
};
