/**
 * Which kept answer belongs to nearly the same request. Only requests that are the same in everything but the last user's text are compared:
 * tenant, model, instructions, tools, earlier turns and settings make a frame, and a text is looked for within its frame alone.
 */
import { similarity } from './embed-words.ts';
import type { IsWord } from './misspelt.ts';
import { sameRequest, type Strictness } from './same-request.ts';
import type { WordsOfText } from './words-of.ts';

export interface NearRepliesOptions {
  /** Least cosine of two texts that may be the same request. */
  readonly threshold: number;
  readonly strictness: Strictness;
  /** For telling a slip of the pen from another word; null where there is no list of words. */
  readonly isWord: IsWord | null;
  /** Texts looked through for one request; beyond, the oldest of the frame goes. Bounds the time of a search. */
  readonly mostPerFrame: number;
}

export interface Question {
  readonly frame: string;
  readonly words: WordsOfText;
  /** Unit length. */
  readonly vector: Float32Array;
}

export interface NearReply {
  /** Of the answer in the reply cache. */
  readonly key: string;
  readonly similarity: number;
}

export class NearReplies {
  /** Requests near enough by their vectors that meant something else by their words. */
  refused = 0;
  readonly isWord: IsWord | null;
  readonly #options: NearRepliesOptions;
  readonly #frames = new Map<string, Map<string, Question>>();
  readonly #frameOf = new Map<string, string>();

  constructor(options: NearRepliesOptions) {
    this.isWord = options.isWord;
    this.#options = options;
  }

  get size(): number {
    return this.#frameOf.size;
  }

  /** The nearest that asks for the same. */
  find({ frame, words, vector }: Question): NearReply | null {
    const { threshold, strictness } = this.#options;
    const near: NearReply[] = [];
    const known = this.#frames.get(frame);
    if (known === undefined) return null;
    for (const [key, question] of known) {
      // Another embedder made it.
      if (question.vector.length !== vector.length) continue;
      const closeness = similarity(question.vector, vector);
      if (closeness >= threshold) near.push({ key, similarity: closeness });
    }
    near.sort((a, b) => b.similarity - a.similarity);
    for (const candidate of near.slice(0, mostJudged)) {
      const question = known.get(candidate.key);
      if (question !== undefined && sameRequest(question.words, words, strictness, this.isWord)) return candidate;
    }
    if (near.length > 0) this.refused += 1;
    return null;
  }

  put(key: string, question: Question): void {
    this.forget(key);
    const known = this.#frames.get(question.frame) ?? new Map<string, Question>();
    this.#frames.set(question.frame, known);
    known.set(key, question);
    this.#frameOf.set(key, question.frame);
    for (const oldest of known.keys()) {
      if (known.size <= this.#options.mostPerFrame) break;
      this.forget(oldest);
    }
  }

  /** The answer is gone. */
  forget(key: string): void {
    const frame = this.#frameOf.get(key);
    if (frame === undefined) return;
    this.#frameOf.delete(key);
    const known = this.#frames.get(frame);
    known?.delete(key);
    if (known?.size === 0) this.#frames.delete(frame);
  }
}

/** Near ones whose words are compared, for one request. */
const mostJudged = 8;
