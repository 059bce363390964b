/** Waiting until somebody answers at a process's port. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

const answers = async (url: string): Promise<boolean> => {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(2000), headers: { connection: 'close' } });
    await reply.arrayBuffer();
    return reply.status === 200;
  } catch {
    return false;
  }
};

/**
 * Waits until the process accepts connections, and answers 200 at `path` where one is given.
 * @throws Error with the end of its log when it ends first or the time is up.
 */
export const ready = async (child: Child, port: number, deadlineMs: number, path?: string): Promise<void> => {
  for (const endMs = performance.now() + deadlineMs; performance.now() < endMs; await sleep(100)) {
    if (child.over) throw new Error(`${child.name} has ended:\n${child.logTail()}`);
    if (path === undefined ? await accepts(port) : await answers(`http://127.0.0.1:${port}${path}`)) return;
  }
  throw new Error(`${child.name} is not ready after ${deadlineMs / 1000} s:\n${child.logTail()}`);
};
