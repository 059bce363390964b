/** `plimsoll limits`, `cache` and `batches`: what holds callers back, what is not asked twice, and work that may wait. */
import type { BatchSummary } from '@plimsoll/contract/api/batches';
import type { LimitList } from '@plimsoll/contract/api/limits';
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import { cost, count, moment } from '../figures.ts';
import { printFields, printTable } from '../table.ts';
import type { Verb } from '../verb.ts';

export const limits: Verb<object> = async ({ terminal, url }) => {
  const list = await createClient(connectionFrom(url)).readLimits();
  if (terminal.json) {
    terminal.printJson(list);
    return exitCode.pass;
  }
  printTable<LimitList['limits'][number]>(
    terminal,
    [
      { title: 'RULE', cell: ({ name }) => name },
      { title: 'PER', cell: ({ rule }) => rule.per },
      { title: 'AT', cell: ({ rule }) => rule.at ?? '' },
      { title: 'REQUESTS/MIN', cell: ({ rule }) => whole(rule.requests_per_minute), align: 'right' },
      { title: 'TOKENS/MIN', cell: ({ rule }) => whole(rule.tokens_per_minute), align: 'right' },
      { title: 'AT A TIME', cell: ({ rule }) => whole(rule.concurrent), align: 'right' },
      { title: 'STREAMS', cell: ({ rule }) => whole(rule.concurrent_streams), align: 'right' },
      { title: 'MODE', cell: ({ rule }) => rule.mode },
      { title: 'UNDER WAY', cell: ({ running }) => count(running), align: 'right' },
      { title: 'REFUSED', cell: ({ refused }) => count(refused), align: 'right' },
      { title: 'WOULD REFUSE', cell: ({ wouldRefuse }) => count(wouldRefuse), align: 'right' },
    ],
    list.limits,
  );
  terminal.print();
  terminal.print(list.sharing === null ? 'Each server counts for itself.' : list.sharing.shared ? `Counted together by ${list.sharing.replicas} replicas.` : `Valkey does not answer: each replica counts a share of 1/${list.sharing.replicas} of each limit.`);
  return exitCode.pass;
};

const whole = (value: number | undefined): string | null => (value === undefined ? null : count(value));

export const cacheStatus: Verb<object> = async ({ terminal, url }) => {
  const figures = await createClient(connectionFrom(url)).readCache();
  if (terminal.json) terminal.printJson(figures);
  else if (!figures.enabled) terminal.print('Nothing is cached. Write a `cache` section into plimsoll.yaml.');
  else {
    printFields(terminal, [
      ['mode', figures.mode],
      ['compares meanings', figures.embedder],
      ['hits', `${count(figures.hits)} of ${count(figures.hits + figures.misses)}, ${count(figures.semantic)} by meaning, ${count(figures.collapsed)} waited for another's`],
      ['told apart', count(figures.toldApart)],
      ['saved', cost(figures.savedPicoUsd)],
      ['answers', `${count(figures.entries)}, ${(figures.bytes / 1_048_576).toFixed(1)} MB`],
    ]);
  }
  return exitCode.pass;
};

export const forgetAnswers: Verb<{ readonly tag?: string; readonly model?: string }> = async ({ terminal, url }, { tag, model }) => {
  const { forgotten } = await createClient(connectionFrom(url)).forgetAnswers({ tag, model });
  if (terminal.json) terminal.printJson({ forgotten });
  else terminal.print(`${count(forgotten)} ${forgotten === 1 ? 'answer' : 'answers'} forgotten.`);
  return exitCode.pass;
};

const batchColumns = [
  { title: 'ID', cell: ({ id }: BatchSummary) => id },
  { title: 'STATUS', cell: ({ status, paused }: BatchSummary) => (paused ? `${status}, paused` : status) },
  { title: 'DONE', cell: ({ completed, failed, total }: BatchSummary) => `${count(completed + failed)}/${count(total)}`, align: 'right' as const },
  { title: 'AT PROVIDER', cell: ({ atProvider }: BatchSummary) => (atProvider === 0 ? '' : count(atProvider)), align: 'right' as const },
  { title: 'FAILED', cell: ({ failed }: BatchSummary) => count(failed), align: 'right' as const },
  { title: 'TENANT', cell: ({ tenant }: BatchSummary) => tenant },
  { title: 'CREATED', cell: ({ createdAt }: BatchSummary) => moment(createdAt) },
];

export const listBatches: Verb<{ readonly limit?: number; readonly cursor?: string }> = async ({ terminal, url }, { limit, cursor }) => {
  const page = await createClient(connectionFrom(url)).listBatches({ limit, cursor });
  if (terminal.json) terminal.printJson(page);
  else {
    printTable<BatchSummary>(terminal, batchColumns, page.batches);
    if (page.held) terminal.print('\nAll batches are held, new ones too; `plimsoll batches resume` lets them go on.');
    if (page.next !== null) terminal.print(`\nMore with --cursor ${page.next}`);
  }
  return exitCode.pass;
};

/** Without an id: all of them. */
export const changeBatch =
  (change: 'pause' | 'resume' | 'cancel'): Verb<{ readonly id?: string }> =>
  async ({ terminal, url }, { id }) => {
    const client = createClient(connectionFrom(url));
    if (id !== undefined) {
      const batch = await client.changeBatch(id, change);
      if (terminal.json) terminal.printJson(batch);
      else printTable<BatchSummary>(terminal, batchColumns, [batch]);
      return exitCode.pass;
    }
    const { changed } = await client.holdBatches(change === 'resume' ? 'resume' : 'pause');
    if (terminal.json) terminal.printJson({ changed });
    else terminal.print(`${count(changed)} ${changed === 1 ? 'batch' : 'batches'} ${change === 'resume' ? 'resumed' : 'paused; new ones wait too, until `plimsoll batches resume`'}.`);
    return exitCode.pass;
  };
