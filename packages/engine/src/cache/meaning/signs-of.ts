/**
 * The signs of a text that say something: operators, brackets, primes, marks of code. What only ends a sentence, quotes, or joins two parts
 * of a word is left out. Two requests with other signs are never the same: "5 - 3" is not "5 * 3", nor `>>` what `>` is.
 */

/** In order; each says nothing, and is taken away before the rest is read. */
const sayNothing: readonly (readonly [RegExp, string])[] = [
  // Within a word, and at its end: don't, l'eau, friends', COVID-19, re-read, U.S., e.g.
  [/(?<=\p{L})['’‘´](?=\p{L})/gu, ''],
  [/(?<=\p{L}{2})[-‐‑](?=\p{L}|\d)/gu, ''],
  [/(?<=(?<!\p{L})\p{L}{1,2})\.(?=\p{L})/gu, ''],
  [/(?<=\p{L})[-‐‑](?=\p{L}{2})/gu, ''],
  [/(?<=\d)[-‐‑](?=\p{L}{2})/gu, ''],
  [/(?<=(?<!\p{L})\p{L}{1,2})\.(?=\p{L}{1,2}(?!\p{L})|[\s,;:?!)]|$)/gu, ''],
  [/(?<=(?:^|\s))w\/o?(?=\s)/gi, ''],
  // Numbers: 10,000 and $5 and 30 %, which the words hold.
  [/(?<=\d),(?=\d{3}(?!\d))/g, ''],
  [/[$€£](?=\d)|(?<=\d)\s?[€£$]|(?<=\d)\s?%(?!\s?[\d(])|(?<=\d\s?)°(?=[cf])/giu, ''],
  // A list's bullets.
  [/(?<=\n\s*)[-*•–](?=\s)/g, ''],
  // Around words: quotation marks and brackets, as long as nothing but words stands between.
  [/(?<=^|[\s(])(?:"(?=\p{L})([^"\n]*[^"\d\s])"|“([^”\n]*)”|„([^“”\n]*)[“”]|«([^»\n]*)»)(?=[\s.,;:?!)]|$)/gu, '$1$2$3$4'],
  [/(?<=^|[\s(])['‘](?=\p{L})((?:[^'’\n]|(?<=\p{L})['’](?=\p{L}))*[^'’\d\s])['’](?=[\s.,;:?!)]|$)/gu, '$1'],
  [/(?<=\p{L}s)['’](?=[\s.,;:?!)]|$)/gu, ''],
  [/(?<=^|\s)\((?=[^()]*\p{L}{3})(?![^()]*\b(?:and|or|not|plus|minus|times|divided|one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)\b)([\p{L}\p{M}\d\s,.'’:;%-]*)\)(?=[\s.,;:?!]|$)/gu, '$1'],
  // "1)" and "1." before what is listed.
  [/(?<=(?:^|[\s:])\d{1,2})[).](?=\s)/g, ''],
  // Between words: a dash, and the and of "R&D" or "bed & breakfast".
  [/(?<=\p{L}{2}[.,;:?!)]?\s?)(?:\s[-–]\s|[—…]|\.{2,})(?=\s?["“'‘(]?\p{L}{2}|\s*$)/gu, ' '],
  [/(?<=\p{L}\s?)&(?=\s?\p{L})/gu, ''],
  // At the end of words and sentences. Behind a digit or a single letter, an exclamation mark is a factorial.
  [/(?<=\p{L}\p{M}?[\p{L}])[.,;:?!…]+(?=[\s"'”’»)]|$)/gu, ''],
  // `for i in range(10):` is no `for i in range(10)`.
  [/(?<=[\p{L}\d"'”’»`])[.,;:?]+(?=[\s"'”’»)]|$)|(?<=\))[.,;?]+(?=[\s"'”’»)]|$)/gu, ''],
  [/(?<=["'”’»)]|\s)[?!.]+\s*$/gu, ''],
  [/(?<=^|\s)[¿¡](?=\p{L}|["“«'])/gu, ''],
];

/** Backticks hold code: all of it counts. */
const codeSpans = /```[\s\S]*?```|`[^`\n]+`/g;

/** Where numbers are reckoned with, an exclamation mark behind one is a factorial. */
const calculates = /[+*/^=]|\b(?:comput|calculat|evaluat|factorial|simplif|solv|divi|value|equal)|\bwhat(?:'?s| is| are)\s+[\d(]/i;
/** What is given to be worked on ends as it ends. */
const givesText = /\b(?:translat|say|spell|pronounc|repl(?:y|ies)|proofread|punctuat|caption|headline|übersetz|tradui|traduc)/i;
const aboutSigns = /\b(?:emoji|emoticon|smiley|mean|means|symbol|sign|character)/i;

const signs = /[^\p{L}\p{M}\p{N}\s]+/gu;

/** @returns them in their order, a space between those of different places; empty for nearly every text. */
export const signsOf = (text: string): string => {
  const code = text.match(codeSpans) ?? [];
  let said = text.replaceAll(codeSpans, ' ').replaceAll(/[−‒]/g, '-');
  const last = givesText.test(text) ? (/[?!]+\s*$/.exec(text)?.[0].trim() ?? '') : '';
  if (!calculates.test(said)) said = said.replace(/(?<=\d)[!?]+\s*$/, '');
  if (!aboutSigns.test(said)) said = said.replace(/\s*(?:\p{Extended_Pictographic}|\u{FE0F}|[:;]-?[)(DP])+\s*$/u, '');
  for (const [nothing, left] of sayNothing) said = said.replaceAll(nothing, left);
  const lines = text.includes('\n') ? text.split('\n').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '').join('\n') : '';
  const spaces = (text.match(/(['"])[ \t]+\1/g) ?? []).join('');
  return [lines, spaces, last, ...code.map((span) => span.replaceAll(/[\p{L}\p{M}\s]+/gu, ' ').trim()), ...[...said.matchAll(signs)].map(({ 0: sign, index }) => (/[()[\]{}]/.test(sign) ? `${sign}${(said.slice(0, index).match(/[\p{L}\p{N}]+/gu) ?? []).length}` : sign))].join(' ');
};
