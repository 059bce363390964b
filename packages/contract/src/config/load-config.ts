/**
 * From the text of plimsoll.yaml to a checked `Config`. Pure: whoever calls it reads the file.
 */
import { configSchema, type Config } from './config.ts';
import { ConfigError, type ConfigPath, type ConfigProblem } from './config-error.ts';
import { crossChecks } from './cross-checks.ts';
import { explain } from './explain.ts';
import type { ProviderKind } from './model-config.ts';
import { readYaml } from './yaml-tree.ts';

export interface ParseOptions {
  /** The file's name, for errors. */
  readonly file: string;
  /** Providers that the host offers beside `openai`, `anthropic` and `llama.cpp`. */
  readonly extraProviders?: readonly ProviderKind[];
}

/** More than anybody reads; a file with as many is of another kind altogether. */
const maxProblems = 100;

/** Money, which no float may touch, and the version of the conventions, where 1.40 is not 1.4. */
const isText = (path: ConfigPath): boolean =>
  (path[0] === 'spend' && (path.length === 2 || (path.length === 4 && path[1] === 'budgets')) && /^(?:monthly_usd|per_user_daily_usd|usd)$/.test(String(path.at(-1)))) ||
  (path.length === 4 && path[0] === 'models' && path[2] === 'price') || (path.length === 2 && path[0] === 'traces' && path[1] === 'semconv');

/**
 * Reads, checks and fills in defaults.
 * @throws ConfigError with all that is wrong, in the order of the file.
 */
export const parseConfig = (text: string, { file, extraProviders = [] }: ParseOptions): Config => {
  const tree = readYaml(text, file, isText);
  const parsed = configSchema.safeParse(tree.value);
  const problems = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => explain(issue, tree)),
    ...crossChecks(tree, new Set(extraProviders)),
  ];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ConfigError(file, problems.toSorted(inOrderOfTheFile).slice(0, maxProblems));
};

const inOrderOfTheFile = (one: ConfigProblem, other: ConfigProblem): number =>
  (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
