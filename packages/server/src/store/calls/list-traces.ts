/**
 * Calls, newest first, a page at a time. A filter that matches little is looked for among a bounded number of rows;
 * the page then comes back short or empty, with the place to go on from.
 */
import type { TraceSummary, TracesPage, tracesQuery } from '@plimsoll/contract/api/traces';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { CallTable, Database } from '../database.ts';
import { firstIdAt, firstIdWith, idOfUuid, lastIdBeside, lastIdWith } from './call-ids.ts';
import { parseRecord } from './parse-record.ts';
import { storableText } from './storable-text.ts';
import { idOfCursor } from './trace-cursor.ts';

/** Rows that one query looks at, and how long one page may go on asking. */
const windowRows = 10_000;
const searchMs = 2_000;
const mostWords = 8;

type Query = z.output<typeof tracesQuery>;

/**
 * @param tenant null sees the calls of all tenants.
 * @throws PlimsollError `invalid_request` for a cursor that it did not make.
 */
export const listTraces = async (db: Kysely<Database>, query: Query, tenant: string | null): Promise<TracesPage> => {
  const deadline = Date.now() + searchMs;
  let after = query.cursor === undefined ? null : idOfCursor(query.cursor);
  const found: Row[] = [];
  for (;;) {
    const rows = await searchWindow(db, query, tenant, after, query.limit + 1 - found.length);
    found.push(...rows);
    if (found.length > query.limit) {
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return { traces: page.map(summaryOf), next: last === undefined ? null : idOfUuid(last.id) };
    }
    after = await endOfWindow(db, query, after);
    if (after === null) return { traces: found.map(summaryOf), next: null };
    if (Date.now() > deadline) return shortPage(found, tenant === null ? after : lastIdBeside(after));
  }
};

type Row = Pick<Selectable<CallTable>, 'id' | 'record'>;

/**
 * What was found before the time was up. The window's last row may be another tenant's, whose id must not travel in this tenant's
 * cursor. What stands in its place sorts behind every id of its millisecond, so calls of that very millisecond are left to the next page.
 */
const shortPage = (found: readonly Row[], next: string): TracesPage => ({ traces: found.filter(({ id }) => idOfUuid(id) >= next).map(summaryOf), next });

/** The next rows in order, by what an index can tell; at most a window of them. */
const inWindow = (db: Kysely<Database>, { from, to, outcome, search }: Query, after: string | null) => {
  const idPrefix = asIdPrefix(search);
  return db
    .selectFrom('calls')
    .$if(from !== undefined, (query) => query.where('id', '>=', firstIdAt(new Date(from ?? 0))))
    .$if(to !== undefined, (query) => query.where('id', '<', firstIdAt(new Date(to ?? 0))))
    .$if(outcome !== undefined && outcome !== 'ok', (query) => query.where('outcome', '=', outcome ?? 'ok'))
    .$if(idPrefix !== null, (query) => query.where(beginsWith(idPrefix ?? '')))
    .$if(after !== null, (query) => query.where('id', '<', after ?? ''))
    .orderBy('id', 'desc')
    .limit(windowRows);
};

const searchWindow = (db: Kysely<Database>, query: Query, tenant: string | null, after: string | null, most: number): Promise<Row[]> => {
  const words = asIdPrefix(query.search) === null ? wordsOf(query.search) : [];
  return db
    .selectFrom(inWindow(db, query, after).selectAll().as('calls'))
    .select(['id', 'record'])
    .$if(tenant !== null, (search) => search.where('tenant', '=', tenant))
    .$if(query.model !== undefined, (search) => search.where('model', '=', storableText(query.model ?? '')))
    .$if(query.outcome !== undefined, (search) => search.where('outcome', '=', query.outcome ?? 'ok'))
    .where((where) => where.and(words.map(contains)))
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
};

/** @returns the id of the last row of a full window; null when the window was the last one. */
const endOfWindow = async (db: Kysely<Database>, query: Query, after: string | null): Promise<string | null> => {
  const row = await inWindow(db, query, after).select('id').limit(1).offset(windowRows - 1).executeTakeFirst();
  return row === undefined ? null : idOfUuid(row.id);
};

/** A longer run of hex digits can only be an id, and is found by its index; a shorter one may as well be a word. */
const asIdPrefix = (search: string | undefined): string | null => (search !== undefined && /^[0-9a-f]{12,32}$/.test(search.trim()) ? search.trim() : null);

const beginsWith = (idPrefix: string) => sql<boolean>`id between ${firstIdWith(idPrefix)}::uuid and ${lastIdWith(idPrefix)}::uuid`;

const contains = (word: string) => {
  const inWords = sql<boolean>`words ilike ${`%${likeLiteral(word)}%`}`;
  return /^[0-9a-f]{1,32}$/.test(word) ? sql<boolean>`(${beginsWith(word)} or ${inWords})` : inWords;
};

const wordsOf = (search: string | undefined): string[] => (search ?? '').split(/\s+/).filter((word) => word !== '').slice(0, mostWords);

const likeLiteral = (text: string): string => storableText(text).replace(/[\\%_]/g, '\\$&');

const summaryOf = ({ record: json }: Row): TraceSummary => {
  const record = parseRecord(json);
  return {
    id: record.id,
    startedAt: new Date(record.startedAt).toISOString(),
    operation: record.operation,
    stream: record.stream,
    tenant: record.tenant,
    app: record.app,
    user: record.user,
    requestedModel: record.requestedModel,
    model: record.model,
    provider: record.provider,
    outcome: record.outcome,
    status: record.status,
    errorCode: record.errorCode,
    durationMs: record.durationUs / 1000,
    firstByteMs: record.firstByteUs === null ? null : record.firstByteUs / 1000,
    inputTokens: record.usage.input,
    outputTokens: record.usage.output,
    costPicoUsd: record.costPicoUsd,
    priceCertainty: record.priceCertainty,
    attempts: record.attempts.length,
  };
};
