/**
 * What the sections must agree on. Works on the file as read, so that these problems are told together with
 * the schema's, not after them.
 */
import { formatPath, type ConfigPath, type ConfigProblem } from './config-error.ts';
import { credentialHeader, type ProviderKind } from './model-config.ts';
import { nearest } from './nearest.ts';
import { isSecretRef, notASecretRef } from './secret-ref.ts';
import { dailyUserBudget, monthlyBudget } from './spend-config.ts';
import { anyCloudModel } from './limits-config.ts';
import { memberOf } from './value-at.ts';
import type { YamlTree } from './yaml-tree.ts';

/** The nearest of many names to many names is slow work; nobody reads as many problems. */
const maxProblems = 100;

const entriesOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The names in a list, and in the groups of equals in it, with their places. */
const namedIn = (list: unknown, at: readonly number[] = []): readonly (readonly [place: readonly number[], name: string])[] =>
  listOf(list).flatMap((entry, index) => {
    const place = [...at, index];
    if (typeof entry === 'string') return [[place, entry] as const];
    return at.length === 0 ? namedIn(entry, place) : [];
  });

export const crossChecks = (tree: YamlTree, providers: ReadonlySet<ProviderKind>): readonly ConfigProblem[] => {
  const problems: ConfigProblem[] = [];
  const report = (path: ConfigPath, part: 'key' | 'value', reason: string, suggestion: string | null = null): void => {
    problems.push({ ...tree.placeOf(path, part), path: formatPath(path), reason, suggestion });
  };
  const models = new Map(entriesOf(memberOf(tree.value, 'models')));

  for (const [model, settings] of models) {
    for (const [header, value] of entriesOf(memberOf(settings, 'headers'))) {
      if (credentialHeader.test(header) && !(typeof value === 'string' && isSecretRef(value))) report(['models', model, 'headers', header], 'value', notASecretRef);
    }
    const provider = memberOf(settings, 'provider');
    if (provider === 'simulated' && !providers.has('simulated')) report(['models', model, 'provider'], 'value', '`simulated` only pretends to answer, and this server was not started for a test or demo');
  }

  const offered = new Set([...models.keys(), ...entriesOf(memberOf(tree.value, 'routes')).map(([route]) => route)]);
  for (const [index, route] of listOf(memberOf(memberOf(tree.value, 'cache'), 'routes')).entries()) {
    if (typeof route === 'string' && !offered.has(route)) report(['cache', 'routes', index], 'value', 'no model or route has this name', nearest(route, offered));
  }
  const embedder = memberOf(memberOf(memberOf(tree.value, 'cache'), 'semantic'), 'embedder');
  if (typeof embedder === 'string' && !models.has(embedder)) report(['cache', 'semantic', 'embedder'], 'value', 'no model has this name', nearest(embedder, models.keys()));
  for (const [rule, settings] of entriesOf(memberOf(tree.value, 'limits'))) {
    const model = memberOf(settings, 'model');
    if (typeof model === 'string' && !offered.has(model)) report(['limits', rule, 'model'], 'value', 'no model or route has this name', nearest(model, offered));
    const at = memberOf(settings, 'at');
    if (typeof at === 'string' && at !== anyCloudModel && !models.has(at)) report(['limits', rule, 'at'], 'value', 'no model has this name', nearest(at, [...models.keys(), anyCloudModel]));
  }
  if (models.has(anyCloudModel)) report(['models', anyCloudModel], 'key', '`cloud` stands for all models outside this machine, so no model can have this name');

  for (const [budget, settings] of entriesOf(memberOf(memberOf(tree.value, 'spend'), 'budgets'))) {
    const model = memberOf(settings, 'model');
    if (typeof model === 'string' && !models.has(model)) report(['spend', 'budgets', budget, 'model'], 'value', 'no model has this name', nearest(model, models.keys()));
    if (budget === monthlyBudget || budget === dailyUserBudget) report(['spend', 'budgets', budget], 'key', 'this name is taken by a short form of `spend`');
  }

  for (const [route, settings] of entriesOf(memberOf(tree.value, 'routes'))) {
    const seen = new Set<string>();
    for (const list of ['try', 'fallback']) {
      for (const [place, candidate] of namedIn(memberOf(settings, list))) {
        if (problems.length >= maxProblems) return problems;
        const path = ['routes', route, list, ...place];
        if (!models.has(candidate)) report(path, 'value', 'no model has this name', nearest(candidate, models.keys()));
        else if (seen.has(candidate)) report(path, 'value', 'this model is in the route already');
        seen.add(candidate);
      }
    }
    const standsForItself = seen.size === 1 && seen.has(route);
    if (models.has(route) && !standsForItself) report(['routes', route], 'key', 'a model has this name too, and a caller could not say which is meant');
  }
  return problems;
};
