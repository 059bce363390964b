/** Who runs where: the gateway under test has a core to itself, the rest of the bench shares the others. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface Cores {
  readonly gateway: number;
  readonly load: number;
  readonly upstream: number;
}

const tasksetWorks = (): boolean => spawnSync('taskset', ['-c', '0', 'true'], { stdio: 'ignore' }).status === 0;

/** @returns null where processes cannot be pinned (one core, or no `taskset`). */
export const assignCores = (): Cores | null => {
  const count = availableParallelism();
  return count < 2 || !tasksetWorks() ? null : { gateway: 0, load: 1, upstream: count > 2 ? 2 : 1 };
};

/** Moves this process, so that the bench itself stays off the gateway's core. */
export const pinSelf = (core: number): void => {
  spawnSync('taskset', ['-cap', String(core), String(process.pid)], { stdio: 'ignore' });
};

/** The command that runs another one on a core. */
export const pinned = (core: number | null, command: string, args: readonly string[]): { command: string; args: readonly string[] } =>
  core === null ? { command, args } : { command: 'taskset', args: ['-c', String(core), command, ...args] };
