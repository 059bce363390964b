/**
 * Finds personal data and secrets in a text. Pure and bounded: the same on server and edge, without a network or a file.
 * Looks at the text folded, at what is spaced out in it closed up, and inside base 64; then one finding is kept for each value.
 */
import type { CustomDetector } from './custom/custom-types.ts';
import type { Finding } from './finding.ts';
import { base64Runs } from './folding/base64-runs.ts';
import { closeUp } from './folding/spaced-out.ts';
import { foldText } from './folding/fold-text.ts';
import { findNames } from './names/find-names.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';
import { runRules } from './run-rules.ts';
import { findAssignedSecrets } from './secrets/assigned-secrets.ts';
import { findRandomValues } from './secrets/random-values.ts';
import { findSecrets } from './secrets/secret-rules.ts';
import { contactRules } from './structured/contact-rules.ts';
import { cryptoRules } from './structured/crypto-rules.ts';
import { documentRules } from './structured/document-rules.ts';
import { moneyRules } from './structured/money-rules.ts';
import { nationalRules } from './structured/national-rules.ts';
import { networkRules, trimmedUrl } from './structured/network-rules.ts';
import { originalSpan, type View } from './view.ts';

export interface DetectionOptions {
  /** Least score of a finding; 0.5 where not given. */
  readonly minScore?: number;
  /** Only these types; all where not given. */
  readonly types?: ReadonlySet<string>;
  /**
   * All findings, those that lie in or over others too: for who treats some types and lets others pass, since an address within a web address
   * that may pass is found as well. Without it, one finding is kept for each place.
   */
  readonly overlaps?: 'kept';
  /** Types of one's own, made by `compileCustomType`. */
  readonly custom?: readonly CustomDetector[];
}

const defaultMinScore = 0.5;

const rules = [...contactRules, ...networkRules, ...moneyRules, ...cryptoRules, ...documentRules, ...nationalRules];

/** Base 64 in base 64 in base 64 is looked into; not deeper. */
const mostNesting = 3;
/** Characters decoded from one text, all levels together. */
const mostDecoded = 200_000;

export const findSensitive = (text: string, options: DetectionOptions = {}): Finding[] => search(text, options, { depth: 0, decoded: 0 });

const search = (text: string, options: DetectionOptions, spent: { depth: number; decoded: number }): Finding[] => {
  const { minScore = defaultMinScore, types } = options;
  const folded = foldText(text);
  const closed = closeUp(folded);
  const found = [...inView(folded, options), ...(closed === null ? [] : inView(closed, options)), ...insideBase64(folded, options, spent)];
  const wanted = found.filter(({ type, score }) => score >= minScore && (types === undefined || types.has(type)));
  return options.overlaps === 'kept' ? wanted.toSorted((a, b) => a.start - b.start) : resolveOverlaps(wanted);
};

/** All that has a form, of whatever score; overlaps are not resolved. */
export const findByForm = (view: View): Finding[] => [
  ...runRules(view, rules).map((finding) => trimmed(view, finding)),
  ...findSecrets(view),
  ...findAssignedSecrets(view),
  ...findRandomValues(view),
];

const inView = (view: View, { custom = [] }: DetectionOptions): Finding[] => {
  const structured = findByForm(view);
  const own = custom.flatMap((detector) => detector(view));
  const known = resolveOverlaps([...structured.filter(({ score }) => score >= defaultMinScore), ...own]);
  const names = findNames(view, known);
  return [...structured.map((finding) => besideAPerson(finding, names)), ...own, ...names].map((finding) => ({ ...finding, ...originalSpan(view, finding.start, finding.end) }));
};

/** "Jane Roe, 1971-03-02": an old enough date that follows a name is when that person was born. */
const besideAPerson = (finding: Finding, names: readonly Finding[]): Finding => {
  if (finding.type !== 'date_of_birth' || finding.score >= defaultMinScore) return finding;
  const follows = names.some(({ type, end }) => type === 'person' && finding.start > end && finding.start - end <= 3);
  return follows ? { ...finding, score: 0.65, why: 'date, a person\'s name stands right before it' } : finding;
};

const trimmed = ({ text }: View, finding: Finding): Finding =>
  finding.type === 'url' ? { ...finding, end: finding.start + trimmedUrl(text.slice(finding.start, finding.end)).length } : finding;

/** What is found inside covers the whole run: a part of it cannot be taken out without breaking the rest. */
const insideBase64 = (view: View, options: DetectionOptions, spent: { depth: number; decoded: number }): Finding[] => {
  if (spent.depth >= mostNesting) return [];
  return base64Runs(view.text).flatMap(({ start, end, decoded }) => {
    if (spent.decoded + decoded.length > mostDecoded) return [];
    spent.decoded += decoded.length;
    const inner = { ...spent, depth: spent.depth + 1 };
    const inside = search(decoded, options, inner).toSorted((one, other) => other.score - one.score);
    spent.decoded = inner.decoded;
    return (options.overlaps === 'kept' ? inside : inside.slice(0, 1)).map((found) => ({ ...found, why: `base 64 that holds text, in it: ${found.why}`, ...originalSpan(view, start, end) }));
  });
};
