/** Where a verb writes. Colours only for a person: never into a pipe, never with NO_COLOR (https://no-color.org). */
import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface Terminal {
  /** True with `--json`: the result is one JSON document on stdout and nothing else. */
  readonly json: boolean;
  /** Columns to draw in. */
  readonly width: number;
  readonly print: (line?: string) => void;
  /** One document, for `--json`. */
  readonly printJson: (document: unknown) => void;
  /** Colours the text, or leaves it as it is. */
  readonly style: (style: Style, text: string) => string;
}

export const openTerminal = (json: boolean): Terminal => {
  const { stdout, env } = { stdout: process.stdout, env: process.env };
  const coloured = stdout.isTTY && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return {
    json,
    width: Math.min(Math.max(stdout.columns ?? 100, 60), 160),
    print: (line = '') => void stdout.write(`${line}\n`),
    printJson: (document) => void stdout.write(`${JSON.stringify(document, null, 2)}\n`),
    style: (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text),
  };
};

/**
 * Makes text from elsewhere fit to print: callers choose model names and users, and a terminal obeys escape codes
 * and writes right to left when told to.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\uFFFD');
