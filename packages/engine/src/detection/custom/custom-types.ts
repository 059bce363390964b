/** Types that a team adds to the built-in ones: by pattern, by word list, or by code. */
import { RE2JS } from 're2js';
import type { Finding } from '../finding.ts';
import type { View } from '../view.ts';

export type CustomType = {
  readonly name: string;
  /** 0.9 where not given. */
  readonly score?: number;
} & (
  | {
      /** RE2 syntax: no backtracking, so that no pattern can be slow on a hostile text. */
      readonly pattern: string;
      readonly ignoreCase?: boolean;
    }
  | {
      /** Found as whole words, in any case. */
      readonly words: readonly string[];
    }
  | {
      /** Is given the folded text; its answers are cut to what lies in it. */
      readonly find: (text: string) => readonly { readonly start: number; readonly end: number; readonly score?: number; readonly why?: string }[];
    }
);

/** A custom type made ready: its pattern compiled, its words indexed. */
export type CustomDetector = (view: View) => Finding[];

const mostMatches = 2_000;

/** @throws Error when a pattern is not RE2 syntax, or a type finds nothing by its nature */
export const compileCustomType = (type: CustomType): CustomDetector => {
  const score = type.score ?? 0.9;
  const finding = (start: number, end: number, why: string, own = score): Finding => ({ start, end, type: type.name, score: Math.min(Math.max(own, 0), 1), why });
  if ('find' in type) {
    return ({ text }) =>
      type
        .find(text)
        .slice(0, mostMatches)
        .filter(({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length)
        .map((found) => finding(found.start, found.end, found.why ?? `found by "${type.name}"`, found.score));
  }
  if ('words' in type) return byWords(type.words, finding);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(type.pattern, type.ignoreCase === true ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    throw new Error(`The pattern of "${type.name}" cannot be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return ({ text }) => {
    const matcher = compiled.matcher(text);
    const found: Finding[] = [];
    while (found.length < mostMatches && matcher.find()) if (matcher.end() > matcher.start()) found.push(finding(matcher.start(), matcher.end(), `matches the pattern of "${type.name}"`));
    return found;
  };
};

/** Looked up by first word, longest first: as fast with ten thousand phrases as with ten. */
const byWords = (words: readonly string[], finding: (start: number, end: number, why: string) => Finding): CustomDetector => {
  const byFirst = new Map<string, string[]>();
  for (const phrase of words) {
    const lower = phrase.trim().toLowerCase();
    const first = /[\p{L}\p{N}]+/u.exec(lower)?.[0];
    if (first !== undefined && lower.startsWith(first)) byFirst.set(first, [...(byFirst.get(first) ?? []), lower].toSorted((one, other) => other.length - one.length));
  }
  return ({ lower }) => {
    const found: Finding[] = [];
    for (const match of lower.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (found.length >= mostMatches) break;
      const phrase = byFirst.get(match[0])?.find((candidate) => lower.startsWith(candidate, match.index) && !/^[\p{L}\p{N}]/u.test(lower.slice(match.index + candidate.length, match.index + candidate.length + 2)));
      if (phrase !== undefined) found.push(finding(match.index, match.index + phrase.length, 'on the word list'));
    }
    return found;
  };
};
