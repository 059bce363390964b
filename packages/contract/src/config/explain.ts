/**
 * Turns the schema's issues into problems that a person can act on. Reasons name what was expected and never quote
 * what was found.
 */
import type { z } from 'zod';
import { laterRouteKeys, laterSections } from './config.ts';
import { formatPath, type ConfigPath, type ConfigProblem } from './config-error.ts';
import { keysAt, providersWithKey } from './known-keys.ts';
import { nearest } from './nearest.ts';
import { valueAt } from './value-at.ts';
import type { YamlTree } from './yaml-tree.ts';

type Issue = z.core.$ZodIssue;

const maxUnknownKeys = 100;

/** What is wrong, at which place, and what to write instead. */
interface Explanation {
  readonly path: ConfigPath;
  readonly part: 'key' | 'value';
  readonly reason: string;
  readonly suggestion: string | null;
}

/** One issue may be several problems: each unknown key is its own. */
export const explain = (issue: Issue, tree: YamlTree): readonly ConfigProblem[] =>
  explanations(issue, tree.value).map(({ path, part, reason, suggestion }) => ({
    ...tree.placeOf(path, part),
    path: formatPath(path),
    reason,
    suggestion,
  }));

const explanations = (issue: Issue, file: unknown): readonly Explanation[] => {
  const told = issue.path.filter((step) => typeof step !== 'symbol');
  // `pii: tokenise` is short for a map; what is wrong with the one word is told of the word.
  const path = told.length > 1 && typeof valueAt(file, told.slice(0, -1)) === 'string' ? told.slice(0, -1) : told;
  const found = valueAt(file, path);
  const about = (reason: string, suggestion: string | null = null): readonly Explanation[] => [{ path, part: 'value', reason, suggestion }];
  const options = optionsOf(issue);
  const isOneOf = options.length === 0 ? '' : `; it must be ${anyOf(options)}`;
  if (found === undefined) return about(`is missing${isOneOf}`);
  if (found === null) return [{ path, part: 'key', reason: `is empty${isOneOf}`, suggestion: null }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, maxUnknownKeys).map((key) => unknownKey(path, key, file));
    case 'invalid_type':
      return about(`must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(found)}`);
    case 'invalid_value':
    case 'invalid_union':
      if (options.length === 0) return about(issue.message);
      return about(`must be ${anyOf(options)}`, typeof found === 'string' ? nearest(found, options) : null);
    case 'invalid_key':
      return [{ path, part: 'key', reason: issue.issues[0]?.message ?? 'is not a valid name', suggestion: null }];
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int') return about('must not be empty');
      return about(`must ${sized(issue.origin)} at least ${issue.minimum}${unit(issue.origin)}`);
    case 'too_big':
      return about(`must ${sized(issue.origin)} at most ${issue.maximum}${unit(issue.origin)}`);
    default:
      return about(issue.message);
  }
};

/** The values that would have been right, where there are only some. */
const optionsOf = (issue: Issue): readonly string[] => {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && 'options' in issue ? (issue.options ?? []).map(String) : [];
};

const unknownKey = (path: ConfigPath, key: string, file: unknown): Explanation => {
  const at: ConfigPath = [...path, key];
  const isLater = (path.length === 0 && laterSections.has(key)) || (path.length === 2 && path[0] === 'routes' && laterRouteKeys.has(key));
  if (isLater) return { path: at, part: 'key', reason: `\`${key}\` is not supported by this version; take it out, so that nobody relies on it`, suggestion: null };
  const suggestion = nearest(key, keysAt(path, file));
  const elsewhere = path.length === 2 && path[0] === 'models' ? providersWithKey(key) : [];
  const reason = elsewhere.length > 0 ? `only for models with provider ${anyOf(elsewhere)}` : 'unknown key';
  return { path: at, part: 'key', reason, suggestion: elsewhere.length > 0 ? null : suggestion };
};

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of `key: value`',
  record: 'a map of `key: value`',
  array: 'a list',
};

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'a fraction';
  return kinds[typeof value] ?? typeof value;
};

const sized = (origin: string): string => (origin === 'array' ? 'hold' : origin === 'string' ? 'have' : 'be');
const unit = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

const anyOf = (values: readonly string[]): string => {
  const quoted = values.map((value) => `\`${value}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`;
};
