/**
 * Which parts of a text are to be treated, none overlapping another. Findings of several detectors overlap; treating each by itself would
 * splice one replacement into another and leave pieces of both values in clear.
 */

/** What a detector found; places are UTF-16 units. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** From the mildest to the strictest. */
export const treatments = ['allow', 'pseudonymise', 'mask', 'hash', 'redact'] as const;
export type Treatment = (typeof treatments)[number];

export interface Span extends Found {
  readonly treatment: Exclude<Treatment, 'allow'>;
}

/**
 * Findings that overlap become one span: the type of the longest, the strictest treatment. What is allowed is left out before, so that an
 * address within an allowed URL is still treated.
 * @throws RangeError for a finding that is no part of the text: it was made for another one, and nothing can be trusted to be covered.
 */
export const spansOf = <Finding extends Found>(
  text: string,
  findings: readonly Finding[],
  treatmentOf: (finding: Finding) => Treatment,
): Span[] => {
  const spans: Span[] = [];
  for (const finding of findings) {
    const { start, end, type } = finding;
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= end || end > text.length) {
      throw new RangeError(`A finding from ${start} to ${end} is no part of a text of ${text.length} units.`);
    }
    const treatment = treatmentOf(finding);
    if (treatment !== 'allow') spans.push({ start: wholeStart(text, start), end: wholeEnd(text, end), type, treatment });
  }
  return merged(spans.toSorted((a, b) => a.start - b.start));
};

const merged = (spans: readonly Span[]): Span[] => {
  const apart: Span[] = [];
  let longest = 0;
  for (const span of spans) {
    const last = apart.at(-1);
    const length = span.end - span.start;
    if (last === undefined || span.start >= last.end) {
      apart.push(span);
      longest = length;
      continue;
    }
    apart[apart.length - 1] = {
      start: last.start,
      end: Math.max(last.end, span.end),
      type: length > longest ? span.type : last.type,
      treatment: stricter(last.treatment, span.treatment),
    };
    longest = Math.max(longest, length);
  }
  return apart;
};

const stricter = (one: Span['treatment'], other: Span['treatment']): Span['treatment'] =>
  treatments.indexOf(one) < treatments.indexOf(other) ? other : one;

/** A surrogate pair is one character: half of it is nothing that could be sent. */
const splitsPair = (text: string, at: number): boolean =>
  /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');
const wholeStart = (text: string, start: number): number => (splitsPair(text, start) ? start - 1 : start);
const wholeEnd = (text: string, end: number): number => (splitsPair(text, end) ? end + 1 : end);
