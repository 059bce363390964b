/**
 * What may be said in two ways without asking for something else, by language. Written by hand and on purpose short: each line widens what
 * the semantic cache takes for the same request, and a wrong one gives somebody the answer to another question.
 */

import { english } from './lexicon/english.ts';
import { french } from './lexicon/french.ts';
import { german } from './lexicon/german.ts';
import { spanish } from './lexicon/spanish.ts';
import type { Lexicon } from './lexicon-form.ts';
import { attributes } from './question-form.ts';

export const languages = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

export const lexicons: Readonly<Record<Language, Lexicon>> = { en: english, de: german, fr: french, es: spanish };

/** Every English word that a phrase is known by: what a slip in a phrase was meant to be. */
export const knownWords: readonly string[] = [
  ...new Set([english.contractions, english.openings].flatMap((table) => [...table.values()].flat().flatMap(({ words: said }) => said)).concat([...english.empty, ...english.telling, ...attributes])),
].filter((word) => /^[a-z]{4,}$/.test(word));
