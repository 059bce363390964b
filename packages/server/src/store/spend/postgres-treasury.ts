/** The treasury in PostgreSQL: the one place where all replicas' money is counted. */
import { sql, type Kysely } from 'kysely';
import { sliceDivisor, type LeaseAsk, type LeaseGrant, type Treasury } from '@plimsoll/engine/spend/treasury';
import type { Database } from '../database.ts';

/** A call waits for this on its way; the statement's own limit is far longer. */
const answerMs = 2_000;

export const postgresTreasury = (db: Kysely<Database>, holder: string): Treasury => ({
  lease: (asks) => within(answerMs, lease(db, holder, asks)),
});

interface Row {
  readonly place: number;
  readonly granted: string;
  readonly remaining: string;
}

const lease = async (db: Kysely<Database>, holder: string, asks: readonly LeaseAsk[]): Promise<readonly (LeaseGrant | null)[]> => {
  const column = (value: (ask: LeaseAsk) => string | number | null): (string | number | null)[] => asks.map(value);
  const { rows } = await sql<Row>`
    select place, granted, remaining from budget_lease(
      ${holder},
      ${column(({ account }) => account.key)}::text[],
      ${column(({ account }) => account.budget.name)}::text[],
      ${column(({ account }) => account.subject)}::text[],
      ${column(({ account }) => account.window)}::text[],
      ${column(({ account }) => (account.endsAtMs === null ? null : new Date(account.endsAtMs).toISOString()))}::timestamptz[],
      ${column(({ account }) => account.budget.capPicoUsd.toString())}::numeric[],
      ${column(({ sequence }) => sequence)}::bigint[],
      ${column(({ keepPicoUsd }) => keepPicoUsd.toString())}::numeric[],
      ${column(({ needPicoUsd }) => needPicoUsd.toString())}::numeric[],
      ${column(({ slicePicoUsd }) => slicePicoUsd.toString())}::numeric[],
      ${sliceDivisor.toString()}::numeric
    )`.execute(db);
  const grants: (LeaseGrant | null)[] = asks.map(() => null);
  for (const { place, granted, remaining } of rows) grants[place - 1] = { grantedPicoUsd: BigInt(granted), leftPicoUsd: BigInt(remaining) };
  return grants;
};

/** The statement goes on where it takes longer; what it grants is void once a later one has been heard. */
const within = async <Value>(ms: number, work: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
