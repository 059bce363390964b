/** One form that a value can have: a bounded pattern, a check of what it matched, and the words around it that make it more or less likely. */
import type { SensitiveType } from './finding.ts';

export interface PatternRule {
  readonly type: SensitiveType;
  /** For `why`: "US Social Security number". */
  readonly kind: string;
  /** Global, or made by `standingAlone`; with bounded quantifiers. The value is the group named `value`, or the whole match. */
  readonly pattern: RegExp;
  /** Lower-case pieces of which one is in every text that can match: what is not there costs no scan. */
  readonly needs?: readonly string[];
  /** Whether it can be such a value: checksums, ranges. What fails is no candidate. */
  readonly valid?: (value: string) => boolean;
  /** What `valid` proved, for `why`: "passes the Luhn check". */
  readonly proof?: string;
  /** How sure without any word near. */
  readonly score: number;
  /** Words, in lower case, that stand near such a value. */
  readonly words?: readonly string[];
  /** How sure with such a word near. */
  readonly scoreWithWord?: number;
  /** A form so much its own that words for other things ("order") do not make it less likely. */
  readonly certain?: boolean;
}

/**
 * A number or code that stands alone: no more of a number, of a word or of an identifier around it. Such patterns are sticky: they are tried only
 * where a number can begin (`anchorsIn`), which is found once for all of them.
 */
export const standingAlone = (pattern: string, flags = ''): RegExp => new RegExp(`(?:${pattern})(?![A-Za-z0-9_]|[-/.,:]\\d)`, `y${flags}`);

const anchor = /(?<![A-Za-z0-9_.]|\d[-/.,:])(?=[A-Za-z\u00d1&]{0,7}[- .]?\d)/g;

/** Places in one text where numbers are tried; a text of nothing but numbers must stay cheap. */
const mostAnchors = 20_000;

export const anchorsIn = (text: string): number[] => {
  const anchors: number[] = [];
  anchor.lastIndex = 0;
  for (let match = anchor.exec(text); match !== null && anchors.length < mostAnchors; match = anchor.exec(text)) {
    anchors.push(match.index);
    anchor.lastIndex = match.index + 1;
  }
  return anchors;
};
