/**
 * Makes sure at start that DATABASE_URL leads to a PostgreSQL that this program can use, and says what to do when it does not.
 */
import pg from 'pg';

export class StoreUnreachableError extends Error {
  override readonly name = 'StoreUnreachableError';
}

const oldestVersion = 150_000;
const pauseMs = 500;

/**
 * Tries until the server answers or the time is up. Wrong credentials and a missing database are not waited for.
 * @throws StoreUnreachableError naming host and database, never the password.
 */
export const waitForServer = async (databaseUrl: string, waitMs: number, log: (message: string) => void): Promise<void> => {
  const place = placeOf(databaseUrl);
  const deadline = Date.now() + waitMs;
  for (let told = false; ; told = true) {
    try {
      await checkVersion(databaseUrl, place);
      return;
    } catch (error) {
      if (error instanceof StoreUnreachableError) throw error;
      if (isRefusal(error)) throw new StoreUnreachableError(`The database at ${place} refused: ${reasonOf(error)}. Correct DATABASE_URL, or unset it to use the embedded store.`);
      if (Date.now() + pauseMs >= deadline) {
        throw new StoreUnreachableError(
          `The database at ${place} cannot be reached: ${reasonOf(error)}. Start it, correct DATABASE_URL, or unset it to use the embedded store.`,
          { cause: error },
        );
      }
      if (!told) log(`store: waiting for the database at ${place}: ${reasonOf(error)}`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
};

const checkVersion = async (databaseUrl: string, place: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    const version = Number(rows[0]?.server_version_num);
    if (version < oldestVersion) {
      throw new StoreUnreachableError(`The database at ${place} is PostgreSQL ${Math.floor(version / 10_000)}; Plimsoll needs 15 or later.`);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** SQLSTATE 28xxx wrong credentials, 3D000 no such database, 42501 no permission: time does not heal these. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(28...|3D000|42501)$/.test(error.code);

/** A failed look-up of several addresses has its reason in the code alone. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
};

const placeOf = (databaseUrl: string): string => {
  try {
    const { hostname, port, pathname, searchParams } = new URL(databaseUrl);
    const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname);
    return `${host}:${searchParams.get('port') ?? (port === '' ? '5432' : port)}${pathname}`;
  } catch {
    throw new StoreUnreachableError('DATABASE_URL is not a URL; it should look like postgres://user:password@host:5432/database.');
  }
};
