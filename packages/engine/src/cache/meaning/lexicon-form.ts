import type { PhraseTable } from './phrase-table.ts';

/** What may be said in two ways in one language. */
export interface Lexicon {
  /** Words by which the language is told, and no others. */
  readonly telling: ReadonlySet<string>;
  /** Say nothing, wherever they stand. */
  readonly empty: ReadonlySet<string>;
  /** Written out first of all. */
  readonly contractions: PhraseTable;
  /** Phrases at the start of a sentence. */
  readonly openings: PhraseTable;
  /** Phrases at the end of the text. */
  readonly closings: PhraseTable;
  /** Phrases and words anywhere. */
  readonly phrases: PhraseTable;
}
