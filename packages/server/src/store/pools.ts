/**
 * The two ways to PostgreSQL, as ordinary `pg` pools: the embedded store in its worker thread, or a server.
 */
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { CopyingClient } from './copying-client.ts';

/** Longest that a statement may run on the request's and the console's behalf, in milliseconds. */
const statementTimeoutMs = 15_000;
/** Beyond the statement's own limit, for the case that the server or the network has gone silent. */
const answerTimeoutMs = 20_000;

const firstOpenTimeoutMs = 65_000;

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
};

/** Object id of the type `int8`; `pg_type.dat` fixes it. */
const int8 = 20;

/** 64-bit counts as numbers; numeric stays text (money is exact) and so does json (it is passed on, not read). */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string): ((text: string) => unknown) => {
    if (format !== 'binary' && oid === int8) return wholeNumber;
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- oids come from the wire; the enum names only some of them
    return (format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')) as (text: string) => unknown;
  },
};

/**
 * One connection: PGlite has a single backend, and a second connection would share its session.
 * `statement_timeout` does not fire in PGlite, so the deadline is the client's.
 */
export const embeddedPool = ({ stream }: { readonly stream: () => Duplex }): pg.Pool =>
  new pg.Pool({
    Client: CopyingClient,
    stream,
    user: 'postgres',
    database: 'postgres',
    host: 'embedded',
    password: '',
    ssl: false,
    max: 1,
    // Also how long a query may wait for its turn. The very first start makes the database first.
    connectionTimeoutMillis: firstOpenTimeoutMs,
    idleTimeoutMillis: 0,
    query_timeout: answerTimeoutMs,
    types,
  });

export interface ServerPoolOptions {
  readonly databaseUrl: string;
  readonly max: number;
  /** null waits as long as it takes; for migrations. */
  readonly statementTimeoutMs?: number | null;
}

export const serverPool = ({ databaseUrl, max, statementTimeoutMs: limit = statementTimeoutMs }: ServerPoolOptions): pg.Pool =>
  new pg.Pool({
    Client: CopyingClient,
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'plimsoll',
    ...(limit === null
      ? {}
      : { statement_timeout: limit, lock_timeout: limit, idle_in_transaction_session_timeout: 2 * limit, query_timeout: answerTimeoutMs }),
    types,
  });
