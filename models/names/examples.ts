/** Texts made of a few filled templates, as tokens with their tags. */
import { findByForm } from '@plimsoll/engine/detection/find-sensitive';
import { tags } from '@plimsoll/engine/detection/names/features';
import { shapes, tokensOf, type Token } from '@plimsoll/engine/detection/names/tokens';
import { resolveOverlaps } from '@plimsoll/engine/detection/resolve-overlaps';
import { viewOf } from '@plimsoll/engine/detection/view';
import { Filler, fillTemplate, type Labelled } from './fill-template.ts';
import type { Random } from './random.ts';
import type { Template } from './texts.ts';
import type { Names } from './unlisted-names.ts';

export interface Example {
  readonly tokens: readonly Token[];
  readonly gold: Uint8Array;
}

const joined = (parts: readonly Labelled[], between: string): Labelled => {
  let text = '';
  const spans: Labelled['spans'][number][] = [];
  for (const part of parts) {
    if (text !== '') text += between;
    spans.push(...part.spans.map(({ start, end, kind }) => ({ start: start + text.length, end: end + text.length, kind })));
    text += part.text;
  }
  return { text, spans };
};

const exampleOf = ({ text, spans }: Labelled): Example => {
  const known = resolveOverlaps(findByForm(viewOf(text, null)).filter(({ score, start, end }) => score >= 0.5 && !spans.some((span) => start < span.end && span.start < end)));
  const tokens = tokensOf(text, known);
  const gold = Uint8Array.from(tokens, ({ start, end }) => {
    const span = spans.find((candidate) => start < candidate.end && candidate.start < end);
    return span === undefined ? 0 : tags.indexOf(`${start <= span.start ? 'B' : 'I'}-${span.kind}`);
  });
  return { tokens, gold };
};

/** @param sources each is drawn from as often as the others */
export const makeExamples = (count: number, sources: readonly (readonly Template[])[], names: Names, share: number, random: Random): Example[] => {
  const filler = new Filler(random, names, share);
  return Array.from({ length: count }, () => {
    const first = random.pick(random.pick(sources));
    const rest = Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }, () => random.pick(random.pick(sources))).filter(({ language }) => language === first.language || (language === 'en' && first.language !== 'none'));
    const text = joined([first, ...rest].map((template) => fillTemplate(template.text, template.language, random, filler)), random.pick([' ', ' ', '\n', '\n\n']));
    return exampleOf(text);
  });
};

/** Takes away what some words are, so that the tagger does not lean on the words of its templates: only their shapes and lists are left. */
export const withoutSomeWords = ({ tokens, gold }: Example, share: number, random: Random): Example => ({
  gold,
  tokens: tokens.map((token) => (token.shape === shapes.mark || !random.chance(share) ? token : { ...token, word: 7, suffix2: 7, suffix3: 7, prefix3: 7 })),
});
