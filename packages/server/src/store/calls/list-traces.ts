/**
 * Calls, newest first, a page at a time. A filter that matches little is looked for among a bounded number of rows;
 * the page then comes back short or empty, with the place to go on from.
 */
import type { TraceSummary, TracesPage, tracesQuery } from '@plimsoll/contract/api/traces';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { CallTable, Database } from '../database.ts';
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
    if (after === null || Date.now() > deadline) return { traces: found.map(summaryOf), next: after === null ? null : cursorOf(after) };
  }
};

const columns = [
  'id', 'started_at', 'operation', 'stream', 'tenant', 'app', 'user_name', 'requested_model', 'model', 'provider', 'outcome', 'status',
  'error_code', 'duration_us', 'first_byte_us', 'input_tokens', 'output_tokens', 'cost_pico_usd', 'price_certainty', 'attempts',
] as const;

type Row = Pick<Selectable<CallTable>, (typeof columns)[number]>;

/** The next rows in order, by what an index can tell; at most a window of them. */
const inWindow = (db: Kysely<Database>, { from, to, model, outcome, search }: Query, after: Place | null) => {
  const idPrefix = asIdPrefix(search);
  return db
    .selectFrom('calls')
    .$if(from !== undefined, (query) => query.where('started_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (query) => query.where('started_at', '<', new Date(to ?? 0)))
    .$if(model !== undefined, (query) => query.where('model', '=', model ?? ''))
    .$if(outcome !== undefined, (query) => query.where('outcome', '=', outcome ?? 'ok'))
    .$if(idPrefix !== null, (query) => query.where('id', '>=', idPrefix ?? '').where('id', '<=', `${idPrefix ?? ''}~`))
    .$if(after !== null, (query) => query.where(sql<boolean>`(started_at, id) < (${after?.startedAt ?? null}::timestamptz, ${after?.id ?? null}::text)`))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(windowRows);
};

const searchWindow = (db: Kysely<Database>, query: Query, tenant: string | null, after: Place | null, most: number): Promise<Row[]> => {
  const words = asIdPrefix(query.search) === null ? wordsOf(query.search) : [];
  return db
    .selectFrom(inWindow(db, query, after).selectAll().as('calls'))
    .select(columns)
    .$if(tenant !== null, (search) => search.where('tenant', '=', tenant))
    .where((where) => where.and(words.map((word) => sql<boolean>`(id like ${`${likeLiteral(word)}%`} or ${searchedText} ilike ${`%${likeLiteral(word)}%`})`)))
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

const searchedText = sql`concat_ws(' ', requested_model, model, app, user_name, feature, session, error_code)`;

/** A longer run of hex digits can only be an id, and is found by its index; a shorter one may as well be a word. */
const asIdPrefix = (search: string | undefined): string | null => (search !== undefined && /^[0-9a-f]{12,32}$/.test(search.trim()) ? search.trim() : null);

const wordsOf = (search: string | undefined): string[] => (search ?? '').split(/\s+/).filter((word) => word !== '').slice(0, mostWords);

const likeLiteral = (text: string): string => text.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&');

const placeOf = ({ started_at, id }: Pick<Row, 'started_at' | 'id'>): Place => ({ startedAt: started_at, id });

const summaryOf = (row: Row): TraceSummary => ({
  id: row.id,
  startedAt: row.started_at.toISOString(),
  operation: row.operation,
  stream: row.stream,
  tenant: row.tenant,
  app: row.app,
  user: row.user_name,
  requestedModel: row.requested_model,
  model: row.model,
  provider: row.provider,
  outcome: row.outcome,
  status: row.status,
  errorCode: row.error_code,
  durationMs: row.duration_us / 1000,
  firstByteMs: row.first_byte_us === null ? null : row.first_byte_us / 1000,
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  costPicoUsd: row.cost_pico_usd,
  priceCertainty: row.price_certainty,
  attempts: row.attempts,
});
