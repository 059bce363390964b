/** Runs of base 64 that hold text. Whoever encodes a card number sends it all the same. */

export interface Base64Run {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

const mostRuns = 500;
/** Beyond this a run is a file rather than a message; its beginning is looked at. */
const mostCharacters = 65_536;

const candidate = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/_=-])/g;

export const base64Runs = (text: string): Base64Run[] => {
  const runs: Base64Run[] = [];
  candidate.lastIndex = 0;
  for (let match = candidate.exec(text); match !== null && runs.length < mostRuns; match = candidate.exec(text)) {
    const decoded = decodedText(match[0].slice(0, mostCharacters).replace(/=+$/, ''));
    if (decoded !== null) runs.push({ start: match.index, end: match.index + match[0].length, decoded });
  }
  return runs;
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Null where it is not base 64, or its bytes are no text. */
const decodedText = (run: string): string | null => {
  const whole = run.slice(0, run.length - (run.length % 4 === 1 ? 1 : 0)).replaceAll('-', '+').replaceAll('_', '/');
  try {
    const bytes = atob(whole);
    // Cheap look first: nearly all identifiers and hashes fail it.
    for (let at = 0; at < Math.min(bytes.length, 24); at++) if (isControl(bytes.charCodeAt(at))) return null;
    const text = decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    return /\p{Cc}/u.test(text.replaceAll(/[\t\n\r]/g, '')) ? null : text;
  } catch {
    return null;
  }
};

const isControl = (code: number): boolean => (code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127;
