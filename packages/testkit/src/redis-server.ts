/** A throw-away Valkey or Redis server for tests: on a Unix socket in a folder of its own, nothing kept, gone when it is stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export interface RedisServer {
  /** What VALKEY_URL would be. */
  readonly url: string;
  /** Stops it from answering, with connections open. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends it as a crash would; everything it knew is gone. */
  readonly kill: () => Promise<void>;
  /** Does nothing while it runs. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const readyWithinMs = 10_000;

/**
 * @param password asked of who connects, which is then by TCP
 * @throws Error that says what to install when there is neither Valkey nor Redis on this machine, or it does not start.
 */
export const startRedisServer = async (password: string | null = null): Promise<RedisServer> => {
  const binary = findBinary();
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-valkey-'));
  const socket = join(folder, 's');
  const port = password === null ? 0 : await freePort();
  const secured = password === null ? [] : ['--bind', '127.0.0.1', '--requirepass', password];
  let child: ChildProcess | null = null;

  const kill = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    child = null;
  };
  const start = async (): Promise<void> => {
    if (child !== null && child.exitCode === null && child.signalCode === null) return;
    rmSync(socket, { force: true });
    const started = spawn(binary, ['--port', String(port), ...secured, '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: 'ignore' });
    child = started;
    const end = (): void => void started.kill('SIGKILL');
    process.once('exit', end);
    started.once('exit', () => process.removeListener('exit', end));
    const deadline = Date.now() + readyWithinMs;
    while (!existsSync(socket)) {
      if (Date.now() > deadline || started.exitCode !== null) throw new Error(`${binary} did not start`);
      await sleep(20);
    }
  };
  await start();
  return {
    // ioredis takes a path for a Unix socket.
    url: password === null ? socket : `redis://:${password}@127.0.0.1:${port}`,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    kill,
    start,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const findBinary = (): string => {
  for (const name of ['valkey-server', 'redis-server']) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error('The tests of shared limits need Valkey or Redis: install the package valkey-server or redis-server.');
};
