/**
 * Runs the server as a process of its own, as a user would, on a free port and a temporary folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@plimsoll/testkit/free-port';

export const adminKey = 'admin-key-of-the-tests-0001';
export const appKey = 'app-key-of-the-tests-000001';

export interface PlimsollProcess {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Everything written to standard output and error so far. */
  readonly output: () => string;
  /** SIGTERM, and waits for the end. @returns the exit code. */
  readonly stop: () => Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
}

export interface PlimsollOptions {
  /** Text of plimsoll.yaml; null serves the built-in example. */
  readonly config: string | null;
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** The command to run; the server's source by default. */
  readonly command?: readonly string[];
}

const root = join(import.meta.dirname, '..');

/** A temporary folder, removed by the function that comes with it. */
export const temporaryFolder = async (): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'plimsoll-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
};

/** Starts the process without waiting for it. */
export const spawnPlimsoll = async (options: PlimsollOptions): Promise<PlimsollProcess> => {
  const port = options.port ?? (await freePort());
  const configFile = join(options.dataDir, 'plimsoll.yaml');
  if (options.config !== null) await writeFile(configFile, options.config);
  const [command = '', ...args] = options.command ?? [process.execPath, join(root, 'packages/server/src/main.ts')];
  const child: ChildProcess = spawn(command, args, {
    cwd: options.dataDir,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      HOST: '127.0.0.1',
      PLIMSOLL_DATA: join(options.dataDir, 'data'),
      PLIMSOLL_ADMIN_KEY: adminKey,
      PLIMSOLL_APP_KEY: appKey,
      ...(options.config === null ? {} : { PLIMSOLL_CONFIG: configFile }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-200_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    dataDir: join(options.dataDir, 'data'),
    output: () => output,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: (signal) => child.kill(signal),
    ended,
  };
};

/** Starts the process and waits until `/readyz` says 200. */
export const startPlimsoll = async (options: PlimsollOptions): Promise<PlimsollProcess> => {
  const started = await spawnPlimsoll(options);
  let over = false;
  void started.ended.then(() => {
    over = true;
  });
  for (let tries = 0; tries < 600 && !over; tries++) {
    const ready = await fetch(`${started.url}/readyz`).then((reply) => reply.status === 200, () => false);
    if (ready) return started;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  started.kill('SIGKILL');
  throw new Error(`the server did not become ready:\n${started.output()}`);
};

/** Reads from the control plane as admin. */
export const readApi = async <T>(server: Pick<PlimsollProcess, 'url'>, path: string): Promise<T> => {
  const reply = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${adminKey}` } });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
};

/** Tries until the condition holds. @throws what it last threw, after the deadline. */
export const eventually = async <T>(condition: () => Promise<T> | T, deadlineMs = 5000): Promise<T> => {
  const until = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await condition();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};
