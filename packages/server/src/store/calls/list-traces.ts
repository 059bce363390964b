/**
 * Calls, newest first, a page at a time. A filter that matches little is looked for among a bounded number of rows;
 * the page then comes back short or empty, with the place to go on from.
 */
import type { TraceSummary, TracesPage, tracesQuery } from '@plimsoll/contract/api/traces';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { CallTable, Database } from '../database.ts';
import { parseRecord } from './parse-record.ts';
import { storableText } from './storable-text.ts';
import { cursorOf, placeOfCursor, type Place } from './trace-cursor.ts';

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
  let after = query.cursor === undefined ? null : placeOfCursor(query.cursor);
  const found: Row[] = [];
  for (;;) {
    const rows = await searchWindow(db, query, tenant, after, query.limit + 1 - found.length);
    found.push(...rows);
    if (found.length > query.limit) {
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return { traces: page.map(summaryOf), next: last === undefined ? null : cursorOf(placeOf(last)) };
    }
    after = await endOfWindow(db, query, after);
    if (after === null || Date.now() > deadline) {
      return { traces: found.map(summaryOf), next: after === null ? null : cursorOf(tenant === null ? after : withoutId(after)) };
    }
  }
};

type Row = Pick<Selectable<CallTable>, 'id' | 'started_at' | 'record'>;

/** The next rows in order, by what an index can tell; at most a window of them. */
const inWindow = (db: Kysely<Database>, { from, to, model, outcome, search }: Query, after: Place | null) => {
  const idPrefix = asIdPrefix(search);
  return db
    .selectFrom('calls')
    .$if(from !== undefined, (query) => query.where('started_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (query) => query.where('started_at', '<', new Date(to ?? 0)))
    .$if(model !== undefined, (query) => query.where('model', '=', storableText(model ?? '')))
    .$if(outcome !== undefined, (query) => query.where('outcome', '=', outcome ?? 'ok'))
    .$if(idPrefix === null, (query) =>
      query
        .$if(after !== null, (rest) => rest.where(sql<boolean>`(started_at, id) < (${after?.startedAt ?? null}::timestamptz, ${after?.id ?? null}::text)`))
        .orderBy('started_at', 'desc'),
    )
    .$if(idPrefix !== null, (query) =>
      // Ids are in the order of time, and their own index is the short way here.
      query
        .where('id', '>=', idPrefix ?? '')
        .where('id', '<=', `${idPrefix ?? ''}~`)
        .$if(after !== null, (rest) => rest.where('id', '<', after?.id ?? '')),
    )
    .orderBy('id', 'desc')
    .limit(windowRows);
};

const searchWindow = (db: Kysely<Database>, query: Query, tenant: string | null, after: Place | null, most: number): Promise<Row[]> => {
  const words = asIdPrefix(query.search) === null ? wordsOf(query.search) : [];
  return db
    .selectFrom(inWindow(db, query, after).selectAll().as('calls'))
    .select(['id', 'started_at', 'record'])
    .$if(tenant !== null, (search) => search.where('tenant', '=', tenant))
    .where((where) => where.and(words.map((word) => sql<boolean>`(id like ${`${likeLiteral(word)}%`} or words ilike ${`%${likeLiteral(word)}%`})`)))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
};

/** @returns the last row of a full window; null when the window was the last one. */
const endOfWindow = async (db: Kysely<Database>, query: Query, after: Place | null): Promise<Place | null> => {
  const row = await inWindow(db, query, after).select(['started_at', 'id']).limit(1).offset(windowRows - 1).executeTakeFirst();
  return row === undefined ? null : placeOf(row);
};

/**
 * The window's last row may be another tenant's, whose id must not travel in this tenant's cursor. What stands in its place sorts behind
 * every id, so nothing is skipped; a row of the very same millisecond may come twice.
 */
const behindEveryId = 'f'.repeat(33);
const withoutId = ({ startedAt }: Place): Place => ({ startedAt, id: behindEveryId });

/** A longer run of hex digits can only be an id, and is found by its index; a shorter one may as well be a word. */
const asIdPrefix = (search: string | undefined): string | null => (search !== undefined && /^[0-9a-f]{12,32}$/.test(search.trim()) ? search.trim() : null);

const wordsOf = (search: string | undefined): string[] => (search ?? '').split(/\s+/).filter((word) => word !== '').slice(0, mostWords);

const likeLiteral = (text: string): string => storableText(text).replace(/[\\%_]/g, '\\$&');

const placeOf = ({ started_at, id }: Pick<Row, 'started_at' | 'id'>): Place => ({ startedAt: started_at, id });

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
