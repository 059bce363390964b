import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cpuTimesMs } from './cpu-time.ts';

test.runIf(existsSync('/proc/self/stat'))('the time of a process includes that of its child processes', async () => {
  const burn = 'const end = process.cpuUsage().user + 120_000; while (process.cpuUsage().user < end);';
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${burn} process.send('burnt'); setInterval(() => {}, 1000)`)}],
    { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }).on('message', () => process.send('burnt'));`;
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true });
  try {
    await new Promise((resolve) => child.once('message', resolve));
    const [withChild, gone] = cpuTimesMs([child.pid ?? 0, 2 ** 22 + 1]);
    expect(withChild).toBeGreaterThan(110);
    expect(gone).toBe(0);
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  }
});
