/**
 * A throw-away PostgreSQL server for tests: its own folder, a Unix socket in it, nothing synced, gone when it is stopped.
 * PostgreSQL refuses to run as root, so as root it runs as the user `postgres` or `nobody`.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface PostgresServer {
  /** Makes a database, a copy of `template` where given (nobody may be connected to that one). @returns its name. */
  readonly createDatabase: (template?: string) => Promise<string>;
  /** What DATABASE_URL would be. */
  readonly url: (database: string) => string;
  /** Ends the server as a crash would, connections and all, and starts it again on the same data. */
  readonly restart: (pauseMs?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);
const readyWithinMs = 20_000;

/** Whether the tests that need a server were switched off on purpose, with PLIMSOLL_TEST_POSTGRES=skip. */
export const skipsPostgres = (): boolean => process.env['PLIMSOLL_TEST_POSTGRES'] === 'skip';

/** @throws Error that says what to install or set when there is no PostgreSQL on this machine, or it does not start. */
export const startPostgresServer = async (): Promise<PostgresServer> => {
  const bin = findBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pg-'));
  const owner = unprivilegedOwner();
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const as = { cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...owner };
  await run(join(bin, 'initdb'), ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'], as);

  const start = async (): Promise<ChildProcess> => {
    // Commits stay synchronous: what was acknowledged must survive `restart`.
    const settings = ['listen_addresses=', 'fsync=off', 'full_page_writes=off', 'shared_buffers=32MB', 'max_connections=60'];
    const child = spawn(
      join(bin, 'postgres'),
      ['-D', join(folder, 'data'), '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
      { ...as, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const kill = (): void => void child.kill('SIGQUIT');
    process.once('exit', kill);
    child.once('exit', () => process.removeListener('exit', kill));
    await ready(child);
    return child;
  };

  let server = await start();
  let made = 0;
  return {
    createDatabase: async (template = 'template1') => {
      made += 1;
      const name = `test_${made}`;
      await run(join(bin, 'createdb'), ['-h', folder, '-U', 'postgres', '-T', template, name], as);
      return name;
    },
    url: (database) => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`,
    restart: async (pauseMs = 0) => {
      await end(server, 'SIGQUIT');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      server = await start();
    },
    stop: async () => {
      await end(server, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      child.kill('SIGQUIT');
      reject(new Error(`PostgreSQL was not ready within ${readyWithinMs} ms: ${said}`));
    }, readyWithinMs);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`PostgreSQL ended: ${said}`));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000);
      if (!said.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });

const end = async (child: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGQUIT'), 5_000);
  await ended;
  clearTimeout(timer);
};

/** The newest PostgreSQL from 15 on: Debian's folders first, then PATH and the usual places. */
const findBinaries = (): string => {
  const debian = listing('/usr/lib/postgresql')
    .filter((version) => Number(version) >= 15)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join('/usr/lib/postgresql', version, 'bin'));
  const others = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/pgsql/bin', '/usr/local/bin'];
  const found = [...debian, ...others].find((folder) => folder !== '' && ['initdb', 'postgres', 'createdb'].every((name) => isExecutable(join(folder, name))));
  if (found !== undefined) return found;
  throw new Error(
    'These tests need PostgreSQL 15 or later on this machine (Debian: apt-get install postgresql; macOS: brew install postgresql). Set PLIMSOLL_TEST_POSTGRES=skip to leave them out.',
  );
};

const listing = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const unprivilegedOwner = (): Owner | null => {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it as');
};
