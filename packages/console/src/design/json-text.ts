/** Lays JSON out and splits it into pieces to colour. Large documents are left alone: they would freeze the page. */

const largest = 200_000;

/**
 * @returns the text laid out with two spaces, or null when it is no JSON object or array (a bare number or word is prose)
 */
export const prettyJson = (text: string): string | null => {
  const trimmed = unfenced(text.trim());
  if (trimmed.length > largest || !/^[{[]/.test(trimmed)) return null;
  try {
    JSON.parse(trimmed);
  } catch {
    return null;
  }
  return indented(trimmed);
};

/** Only white space changes: printing the parsed value would drop digits of long numbers and repeated members. */
const indented = (json: string): string => {
  let depth = 0;
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  const packed = json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? '');
  return packed.replaceAll(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{[\]},:]/g, (piece) => {
    if (piece === '{' || piece === '[') {
      depth += 1;
      return `${piece}${newLine()}`;
    }
    if (piece === '}' || piece === ']') {
      depth -= 1;
      return `${newLine()}${piece}`;
    }
    if (piece === ',') return `,${newLine()}`;
    return piece === ':' ? ': ' : piece;
  });
};

/** Models like to wrap JSON in a fence of Markdown. */
const unfenced = (text: string): string => /^```(?:json)?\s*\n([\s\S]*?)\n?```$/.exec(text)?.[1]?.trim() ?? text;

export interface JsonPiece {
  readonly kind: 'member' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** @param json valid JSON, as `prettyJson` gives; the pieces' texts add up to it */
export const colourJson = (json: string): readonly JsonPiece[] => {
  const pieces: JsonPiece[] = [];
  let from = 0;
  const plainTo = (to: number): void => {
    if (to > from) pieces.push({ kind: 'plain', text: json.slice(from, to) });
  };
  for (const match of json.matchAll(token)) {
    const [whole, string, colon, number] = match;
    const text = string ?? whole;
    plainTo(match.index);
    pieces.push({ kind: string === undefined ? (number === undefined ? 'word' : 'number') : colon === undefined ? 'string' : 'member', text });
    from = match.index + text.length;
  }
  plainTo(json.length);
  return pieces;
};
