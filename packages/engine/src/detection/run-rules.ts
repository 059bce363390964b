/** Runs pattern rules over a view and turns what they match into candidates. */
import { surroundingsOf } from './context-words.ts';
import type { Finding } from './finding.ts';
import { anchorsIn, type PatternRule } from './pattern-rule.ts';
import type { View } from './view.ts';

/** Matches of one rule that are weighed in one text: a text of nothing but look-alikes must stay cheap. */
const mostMatches = 2_000;

const noWords: readonly string[] = [];

/** Below this a candidate without a speaking word is not even made. */
const worthKeeping = 0.3;

/** @returns candidates with offsets in the view */
export const runRules = (view: View, rules: readonly PatternRule[]): Finding[] => {
  const found: Finding[] = [];
  const anchors = rules.some(({ pattern }) => pattern.sticky) ? anchorsIn(view.text) : [];
  for (const rule of rules) {
    if (rule.pattern.sticky) runAtAnchors(view, anchors, rule, found);
    else if (mayMatch(view, rule)) runRule(view, rule, found);
  }
  return found;
};

/** Tried at each place where a number can begin; a rule costs next to nothing where its first character is not there. */
const runAtAnchors = ({ text, lower }: View, anchors: readonly number[], rule: PatternRule, found: Finding[]): void => {
  const { pattern, valid } = rule;
  let [matches, end] = [0, 0];
  for (const start of anchors) {
    if (start < end) continue;
    pattern.lastIndex = start;
    const value = pattern.exec(text)?.[0];
    if (value === undefined) continue;
    if (++matches > mostMatches) break;
    if (valid !== undefined && !valid(value)) continue;
    end = start + value.length;
    const candidate = weigh(lower, rule, start, end);
    if (candidate.score >= worthKeeping) found.push(candidate);
  }
};

const mayMatch = ({ lower }: View, { needs, words, score }: PatternRule): boolean =>
  (needs === undefined || includesAny(lower, needs)) &&
  // A rule that hangs on a word is not run where no such word is. Words of two parts may be written with _ or -.
  (score > worthKeeping || words === undefined || words.some((word) => lower.includes(word.split(' ', 1)[0] ?? word)));

const includesAny = (text: string, pieces: readonly string[]): boolean => {
  for (const piece of pieces) if (text.includes(piece)) return true;
  return false;
};

const runRule = ({ text, lower }: View, rule: PatternRule, found: Finding[]): void => {
  let matches = 0;
  rule.pattern.lastIndex = 0;
  for (let match = rule.pattern.exec(text); match !== null; match = rule.pattern.exec(text)) {
    if (match[0] === '') rule.pattern.lastIndex++;
    if (++matches > mostMatches) break;
    const value = match.groups?.value ?? match[0];
    if (value === '') continue;
    const start = match.index + (value === match[0] ? 0 : match[0].lastIndexOf(value));
    if (rule.valid !== undefined && !rule.valid(value)) {
      // The value may begin inside what failed.
      if (match[0].length > 1) rule.pattern.lastIndex = Math.max(match.index + 1, start);
      continue;
    }
    const candidate = weigh(lower, rule, start, start + value.length);
    if (candidate.score >= worthKeeping) found.push(candidate);
  }
};

const weigh = (lower: string, rule: PatternRule, start: number, end: number): Finding => {
  const { type, kind, proof, certain } = rule;
  const named = proof === undefined ? kind : `${kind}, ${proof}`;
  if (certain === true && rule.words === undefined) return { start, end, type, score: rule.score, why: named };
  const { word, follows, against } = surroundingsOf(lower, start, end, rule.words ?? noWords, rule.score >= worthKeeping);
  if (word !== null) return { start, end, type, score: rule.scoreWithWord ?? rule.score, why: `${named}, "${word}" stands ${follows ? 'after' : 'before'} it` };
  if (against !== null && certain !== true) return { start, end, type, score: rule.score * 0.5, why: `${named}, though "${against}" stands before it` };
  return { start, end, type, score: rule.score, why: named };
};
