/**
 * A refused plimsoll.yaml: everything that is wrong with it at once, each with its line, the reason and,
 * where one is near, the right spelling. No value of the file is ever quoted, since it may be a secret in the wrong place.
 */

export type ConfigPath = readonly (string | number)[];

export interface ConfigProblem {
  /** From 1; null when the problem is not at a place in the file. */
  readonly line: number | null;
  readonly column: number | null;
  /** E.g. `models.strong.provider`; empty for the file as a whole. */
  readonly path: string;
  readonly reason: string;
  /** The nearest right spelling. */
  readonly suggestion: string | null;
}

/** Writes a path as people do: `models["gpt 5"].price.input`, `routes.default.try[0]`. */
export const formatPath = (path: ConfigPath): string =>
  path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const shown = step.length > 120 ? `${step.slice(0, 120)}…` : step;
      if (!/^[A-Za-z0-9_/@:+-]+$/.test(shown)) return `[${JSON.stringify(shown)}]`;
      return index === 0 ? shown : `.${shown}`;
    })
    .join('');

const formatProblem = (file: string, problem: ConfigProblem): string => {
  const place = problem.line === null ? file : `${file}:${problem.line}:${problem.column ?? 1}`;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  const suggestion = problem.suggestion === null ? '' : ` — did you mean \`${problem.suggestion}\`?`;
  return `${place}  ${path}${problem.reason}${suggestion}`;
};

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  /** The message is one line a problem, as `file:line:column  path: reason`. */
  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => formatProblem(file, problem)).join('\n'));
    this.file = file;
    this.problems = problems;
  }

  /** For `--json`. */
  toJSON(): { readonly file: string; readonly problems: readonly ConfigProblem[] } {
    return { file: this.file, problems: this.problems };
  }
}
