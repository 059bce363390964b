/** `plimsoll spend ...` and `plimsoll budgets ...`: where the money goes, and what holds it. */
import type { AttributionRow, Avoidable, Dimension } from '@plimsoll/contract/api/attribution';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import { cost, count, moment } from '../figures.ts';
import { printFields, printTable } from '../table.ts';
import type { Verb } from '../verb.ts';

export interface Window {
  readonly from?: string;
  readonly to?: string;
}

export const showSpend: Verb<object> = async ({ terminal, url }) => {
  const spend = await createClient(connectionFrom(url)).readSpend();
  if (terminal.json) {
    terminal.printJson(spend);
    return exitCode.pass;
  }
  if (spend.budgets.length === 0) {
    terminal.print('No budget limits what is spent. Write one under `spend` in plimsoll.yaml, or set one with `plimsoll budgets set`.');
    return exitCode.pass;
  }
  printTable<SpendAccount>(
    terminal,
    [
      { title: 'BUDGET', cell: ({ budget }) => budget },
      { title: 'WHOSE', cell: ({ subject }) => (subject === null ? null : subject.name) },
      { title: 'PERIOD', cell: ({ period }) => period },
      { title: 'SPENT', cell: ({ spentPicoUsd }) => cost(spentPicoUsd), align: 'right' },
      { title: 'HELD', cell: ({ heldPicoUsd }) => cost(heldPicoUsd), align: 'right' },
      { title: 'LEFT', cell: ({ leftPicoUsd }) => cost(leftPicoUsd), align: 'right' },
      { title: 'CAP', cell: ({ capPicoUsd }) => cost(capPicoUsd), align: 'right' },
      { title: 'REACHES IT', cell: ({ forecast }) => moment(forecast?.hitsCapAt ?? null) },
    ],
    spend.accounts,
  );
  return exitCode.pass;
};

export const spendBy: Verb<Window & { readonly dimension: Dimension; readonly limit?: number }> = async ({ terminal, url }, { dimension, from, to, limit }) => {
  const report = await createClient(connectionFrom(url)).readAttribution({ by: dimension, from, to, limit });
  if (terminal.json) {
    terminal.printJson(report);
    return exitCode.pass;
  }
  printTable<AttributionRow>(
    terminal,
    [
      { title: dimension.toUpperCase(), cell: ({ name }) => name },
      { title: 'COST', cell: ({ costPicoUsd }) => cost(costPicoUsd), align: 'right' },
      { title: 'REQUESTS', cell: ({ requests }) => count(requests), align: 'right' },
      { title: 'TO THE CLOUD', cell: ({ cloudRequests }) => count(cloudRequests), align: 'right' },
      { title: 'FROM CACHE', cell: ({ cacheHits }) => count(cacheHits), align: 'right' },
      { title: 'TOKENS IN', cell: ({ inputTokens }) => count(inputTokens), align: 'right' },
      { title: 'TOKENS OUT', cell: ({ outputTokens }) => count(outputTokens), align: 'right' },
      { title: 'UNPRICED', cell: ({ unpriced }) => count(unpriced), align: 'right' },
    ],
    report.rows,
  );
  terminal.print();
  terminal.print(`In all ${cost(report.total.costPicoUsd)} for ${count(report.total.requests)} requests, from ${moment(report.from) ?? ''} to ${moment(report.to) ?? ''}${report.more ? '; the dearest are shown, see --limit' : ''}`);
  return exitCode.pass;
};

export const exportSpend: Verb<Window & { readonly format?: 'csv' | 'json'; readonly by?: string }> = async ({ terminal, url }, { format, by, from, to }) => {
  const text = await createClient(connectionFrom(url)).exportSpend({ format: format ?? (terminal.json ? 'json' : 'csv'), by, from, to });
  process.stdout.write(text);
  return exitCode.pass;
};

export const avoidableSpend: Verb<Window> = async ({ terminal, url }, { from, to }) => {
  const client = createClient(connectionFrom(url));
  const [report, saved] = [await client.readAvoidable({ from, to }), await client.readSavings({ from, to })];
  if (terminal.json) {
    terminal.printJson({ ...report, savings: saved });
    return exitCode.pass;
  }
  printFields(terminal, [
    ['saved by the cache', `${cost(saved.cache.savedPicoUsd)} in ${count(saved.cache.hits)} answers`],
    ['saved by batches', `${cost(saved.batches.savedPicoUsd)} in ${count(saved.batches.requests)} requests`],
    ['saved by routing', `${cost(saved.routing.savedPicoUsd)} against each route's dearest model`],
    ['saved by shaping', `${cost(saved.shaping.savedPicoUsd)}, ${count(saved.shaping.tokens)} tokens left out`],
  ]);
  terminal.print();
  if (report.findings.length === 0) terminal.print('Nothing stands out: no place had twenty calls that could have cost clearly less.');
  else {
    printTable<Avoidable['findings'][number]>(
      terminal,
      [
        { title: 'UP TO', cell: ({ savePicoUsd }) => cost(savePicoUsd), align: 'right' },
        { title: 'WHAT', cell: ({ kind }) => kind },
        { title: 'WHERE', cell: ({ where }) => where },
        { title: 'REQUESTS', cell: ({ requests }) => count(requests), align: 'right' },
      ],
      report.findings,
    );
    for (const { why, remedy } of report.findings) terminal.print(`\n${why} ${remedy}`);
  }
  for (const note of report.notes) terminal.print(`\n${note}`);
  return exitCode.pass;
};

export const listBudgets: Verb<object> = async ({ terminal, url }) => {
  const { budgets, timeZone } = await createClient(connectionFrom(url)).listBudgets();
  if (terminal.json) terminal.printJson({ timeZone, budgets });
  else {
    printTable<BudgetInForce>(
      terminal,
      [
        { title: 'BUDGET', cell: ({ name }) => name },
        { title: 'USD', cell: ({ settings }) => settings.usd, align: 'right' },
        { title: 'PER', cell: ({ settings }) => settings.per },
        { title: 'EACH', cell: ({ settings }) => settings.each ?? null },
        { title: 'ONLY', cell: ({ settings: { tenant, app, feature, user, model } }) => [tenant, app, feature, user, model].filter((one) => one !== undefined).join(', ') || null },
        { title: 'MODE', cell: ({ settings }) => settings.mode },
        { title: 'SAID IN', cell: ({ source }) => source },
        { title: 'CHANGED', cell: ({ changedAt }) => moment(changedAt) },
      ],
      budgets,
    );
  }
  return exitCode.pass;
};

export interface BudgetOptions {
  readonly name: string;
  readonly usd: string;
  readonly per: 'day' | 'month' | 'total';
  readonly each?: 'tenant' | 'app' | 'feature' | 'user' | 'model';
  readonly tenant?: string;
  readonly app?: string;
  readonly feature?: string;
  readonly user?: string;
  readonly model?: string;
  readonly observe?: boolean;
}

export const setBudget: Verb<BudgetOptions> = async ({ terminal, url }, { name, usd, per, each, tenant, app, feature, user, model, observe }) => {
  const budget = await createClient(connectionFrom(url)).setBudget(name, { usd, per, each, tenant, app, feature, user, model, mode: observe === true ? 'observe' : 'enforce' });
  if (terminal.json) terminal.printJson(budget);
  else terminal.print(`Budget "${budget.name}" is in force: ${budget.settings.usd} USD per ${budget.settings.per}${budget.settings.mode === 'observe' ? ', only observed' : ''}.`);
  return exitCode.pass;
};

export const revertBudget: Verb<{ readonly name: string }> = async ({ terminal, url }, { name }) => {
  await createClient(connectionFrom(url)).revertBudget(name);
  if (terminal.json) terminal.printJson({ name });
  else terminal.print(`What was set for "${name}" by the API is taken back; plimsoll.yaml holds again, if it has such a budget.`);
  return exitCode.pass;
};
