/** Words near a value: the nearest says what it is. */

/** How far before a value, and after it, a word still speaks of it. */
const before = 64;
const after = 28;

/** Words that name numbers of other kinds. */
const otherThings =
  /(?<![a-z])(?:orders?|bestell\w{0,10}|commande|pedido|ordine|bestelling|invoices?|rechnung\w{0,8}|facture|factura|fattura|factuur|tracking|sendungs\w{0,8}|shipment|parcel|colis|ticket|case|issue|bug|sku|upc|ean|gtin|isbn|issn|doi|part|article|artikel\w{0,8}|item|product|model|serial|version|build|release|commit|revision|sha\d{0,3}|md5|hash|digest|checksum|etag|uuid|guid|trace|span|request|correlation|timestamp|epoch|unix|batch|lot|rma|po|quote|reservation|booking|confirmation|coordinates?|lat|lon|latitude|longitude|price|total|amount|error|code|port|pid|offset|bytes|counter|row|line|page|sequence|job|run|pipeline|seed|views|visits|impressions)(?![a-z])/g;

const patterns = new Map<readonly string[], RegExp>();

/** Words begin at a word's beginning; endings are free, for plurals and compounds. */
const patternFor = (words: readonly string[]): RegExp => {
  const known = patterns.get(words);
  if (known !== undefined) return known;
  const alternatives = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', String.raw`[ _-]{1,2}`)).join('|');
  const pattern = new RegExp(`(?<![a-z\\u00df-\\u024f])(?:${alternatives})`, 'g');
  patterns.set(words, pattern);
  return pattern;
};

const lastIn = (pattern: RegExp, text: string): { at: number; word: string } | null => {
  let last: RegExpExecArray | null = null;
  for (const match of text.matchAll(pattern)) last = match;
  return last === null ? null : { at: last.index + last[0].length, word: last[0] };
};

export interface Surroundings {
  /** The word that speaks for the value; null where there is none, or another is nearer. */
  readonly word: string | null;
  /** It stands after the value, not before. */
  readonly follows: boolean;
  /** The word that says it is something else. */
  readonly against: string | null;
}

/**
 * @param lower the text in lower case
 * @param asksAgainst whether it matters, without a word that speaks for it, what speaks against it
 */
export const surroundingsOf = (lower: string, start: number, end: number, words: readonly string[], asksAgainst: boolean): Surroundings => {
  const from = Math.max(0, start - before);
  const lead = lower.slice(from, start);
  const pattern = patternFor(words);
  const good = words.length === 0 ? null : lastIn(pattern, lead);
  const bad = asksAgainst || good !== null ? lastIn(otherThings, lead.slice(-40)) : null;
  const badAt = bad === null ? 0 : bad.at + Math.max(0, lead.length - 40);
  // "order" within "routing order no." counts against; a word of ours that reaches as far, or stands nearer, wins.
  const badNear = bad !== null && lead.length - badAt <= 24 && (good === null || badAt > good.at);
  if (good !== null && !badNear) return { word: good.word, follows: false, against: null };
  if (badNear) return { word: null, follows: false, against: bad.word };
  pattern.lastIndex = 0;
  const next = words.length === 0 ? null : pattern.exec(/^[^\n]*/.exec(lower.slice(end, end + after))?.[0] ?? '');
  return { word: next?.[0] ?? null, follows: next !== null, against: null };
};
