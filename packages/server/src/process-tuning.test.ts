import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { heapFlags, missingFlags } from './process-tuning.ts';

const program = fileURLToPath(new URL('./process-tuning.fixture.ts', import.meta.url));

interface Report {
  readonly pid: number;
  readonly execArgv: readonly string[];
  readonly argv: readonly string[];
}

/** Runs the program. @returns how often it began, and what it tells at its end */
const run = async (execArgv: readonly string[], nodeOptions = ''): Promise<{ began: number; errors: string; report: Report; pid: number | undefined }> => {
  const child = spawn(process.execPath, [...execArgv, program, 'one', '--two'], { env: { ...process.env, NODE_OPTIONS: nodeOptions } });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const lines = output.trim().split('\n');
  return { began: lines.length - 1, errors, report: JSON.parse(lines.at(-1) ?? '') as Report, pid: child.pid };
};

test.skipIf(process.platform === 'win32')('a process without the heap flags begins anew with them, once, as itself and without a word', async () => {
  const { began, errors, report, pid } = await run(['--no-warnings']);
  expect(began).toBe(2);
  expect(errors).toBe('');
  expect(report.pid).toBe(pid);
  expect(report.execArgv).toEqual(['--no-warnings', ...heapFlags]);
  expect(report.argv).toEqual(['one', '--two']);
});

test('a process that has them goes on as it is', async () => {
  expect((await run(heapFlags)).began).toBe(1);
});

test.skipIf(process.platform === 'win32')('what the operator decided stays decided', async () => {
  const { report } = await run(['--initial_old_space_size=64'], '--max-semi-space-size=8');
  expect(report.execArgv).toEqual(['--initial_old_space_size=64', '--min-semi-space-size=16', '--no-parallel-scavenge']);
  expect(missingFlags(['--parallel-scavenge'], undefined)).not.toContain('--no-parallel-scavenge');
});

test('a process that talks with its parent keeps its channel and goes on without', async () => {
  const child = fork(program, [], { execArgv: [], silent: true });
  const exited = once(child, 'exit');
  const output = child.stdout === null ? '' : await text(child.stdout);
  expect(output.trim().split('\n')).toHaveLength(2);
  expect((await exited)[0]).toBe(0);
});
