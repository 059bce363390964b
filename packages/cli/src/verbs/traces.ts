/** `plimsoll traces ...`: what happened to calls. */
import type { TraceSummary } from '@plimsoll/contract/api/traces';
import type { AttemptRecord, CallRecord, Outcome } from '@plimsoll/contract/call-record';
import { createClient } from '../client.ts';
import { connectionFrom } from '../connection.ts';
import { exitCode } from '../exit-code.ts';
import { cost, count, duration, moment } from '../figures.ts';
import { printFields, printTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { waterfall } from '../waterfall.ts';

export interface ListTracesOptions {
  readonly search?: string;
  readonly outcome?: Outcome;
  readonly model?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export const listTraces: Verb<ListTracesOptions> = async ({ terminal, url }, { search, outcome, model, from, to, limit, cursor }) => {
  const page = await createClient(connectionFrom(url)).listTraces({ search, outcome, model, from, to, limit, cursor });
  if (terminal.json) {
    terminal.printJson(page);
    return exitCode.pass;
  }
  if (page.traces.length === 0) terminal.print(page.next === null ? 'No calls found.' : 'None found so far; the search can go on.');
  else printCalls(terminal, page.traces);
  if (page.next !== null) terminal.print(terminal.style('dim', `More: --cursor ${page.next}`));
  return exitCode.pass;
};

const printCalls = (terminal: Terminal, traces: readonly TraceSummary[]): void => {
  printTable<TraceSummary>(
    terminal,
    [
      { title: 'TRACE', cell: (trace) => trace.id },
      { title: 'STARTED', cell: (trace) => moment(trace.startedAt) },
      { title: 'APP', cell: (trace) => trace.app },
      { title: 'MODEL', cell: (trace) => trace.model ?? trace.requestedModel },
      { title: 'OUTCOME', cell: (trace) => trace.errorCode ?? trace.outcome },
      { title: 'STATUS', cell: (trace) => String(trace.status), align: 'right' },
      { title: 'TOKENS IN', cell: (trace) => count(trace.inputTokens), align: 'right' },
      { title: 'OUT', cell: (trace) => count(trace.outputTokens), align: 'right' },
      { title: 'COST', cell: (trace) => cost(trace.costPicoUsd), align: 'right' },
      { title: 'TIME', cell: (trace) => duration(trace.durationMs * 1_000), align: 'right' },
    ],
    traces,
  );
};

export const showTrace: Verb<{ readonly id: string }> = async ({ terminal, url }, { id }) => {
  const { record } = await createClient(connectionFrom(url)).readTrace(id);
  if (terminal.json) terminal.printJson({ record });
  else printRecord(terminal, record);
  return exitCode.pass;
};

const printRecord = (terminal: Terminal, record: CallRecord): void => {
  printFields(terminal, [
    ['trace', record.id],
    ['started', moment(new Date(record.startedAt).toISOString())],
    ['outcome', `${record.outcome}${record.errorCode === null ? '' : ` (${record.errorCode})`}, status ${record.status}`],
    ['operation', `${record.operation}${record.stream ? ', streamed' : ''}`],
    ['caller', [record.tenant, record.app, record.keyId].map((part) => part ?? '–').join(' / ')],
    ['user', record.user],
    ['feature', record.feature],
    ['asked for', record.requestedModel],
    ['answered by', record.model === null ? null : `${record.model} (${record.provider ?? 'unknown provider'}), route ${record.route ?? '–'}`],
    ['cache', record.cache],
    ['by way of', record.deferred ? 'the provider\'s batch API' : null],
    ['shortened', record.shaped === null ? null : `${record.shaped.observed ? 'would have been, ' : ''}${count(record.shaped.tokensBefore)} to ${count(record.shaped.tokensAfter)} tokens: ${record.shaped.turns} oldest turns, ${record.shaped.duplicates} repeated paragraphs, ${record.shaped.trimmed} long texts`],
    ['tokens', `${count(record.usage.input)} in, ${count(record.usage.output)} out (${record.usage.source})`],
    ['cost', `${cost(record.costPicoUsd)} (${record.priceCertainty})`],
    ['time', `${duration(record.durationUs)}${record.firstByteUs === null ? '' : `, first byte after ${duration(record.firstByteUs)}`}`],
  ]);
  terminal.print();
  for (const line of waterfall(record.stages, record.durationUs, terminal.width)) terminal.print(line);
  if (record.attempts.length === 0) return;
  terminal.print();
  printTable<AttemptRecord>(
    terminal,
    [
      { title: 'ATTEMPT', cell: (attempt) => String(attempt.index + 1), align: 'right' },
      { title: 'MODEL', cell: (attempt) => attempt.model },
      { title: 'PROVIDER', cell: (attempt) => `${attempt.provider} ${attempt.upstreamModel}` },
      { title: 'OUTCOME', cell: (attempt) => attempt.errorCode ?? attempt.outcome },
      { title: 'STATUS', cell: (attempt) => (attempt.status === null ? null : String(attempt.status)), align: 'right' },
      { title: 'COST', cell: (attempt) => cost(attempt.costPicoUsd), align: 'right' },
      { title: 'TIME', cell: (attempt) => duration(attempt.durationUs), align: 'right' },
    ],
    record.attempts,
  );
};
