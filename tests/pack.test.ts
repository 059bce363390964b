/**
 * What users install: the package is built, packed, installed into an empty folder, and serves a request.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { appKey, startPlimsoll, temporaryFolder } from './plimsoll-process.fixture.ts';

const root = join(import.meta.dirname, '..');
const node24 = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` };
const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, env: node24, encoding: 'utf8', timeout: 240_000, stdio: ['ignore', 'pipe', 'pipe'] });

test('the packed package, installed into an empty folder, serves a request from the local model', { timeout: 600_000 }, async () => {
  const folder = await temporaryFolder();
  try {
    run(process.execPath, ['scripts/build-package.ts'], root);
    const tarball = run('npm', ['pack', '--silent', '--pack-destination', folder.path, join(root, 'dist/package')], root).trim();
    const app = join(folder.path, 'app');
    await mkdir(app);
    run('npm', ['init', '--yes'], app);
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', join(folder.path, tarball)], app);

    const installed = join(app, 'node_modules/plimsoll');
    expect(readdirSync(installed).filter((file) => file.endsWith('.ts'))).toEqual([]);
    expect(run(process.execPath, [join(app, 'node_modules/.bin/plimsoll'), '--version'], app).trim()).toMatch(/^\d+\.\d+\.\d+$/);

    const server = await startPlimsoll({ dataDir: app, config: null, command: [process.execPath, join(app, 'node_modules/.bin/plimsoll'), 'start'] });
    try {
      const reply = await fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'feedback', messages: [{ role: 'user', content: 'Great screen, but the battery is terrible.' }] }),
      });
      expect(reply.status, server.output()).toBe(200);
      const completion = (await reply.json()) as { choices: { message: { content: string } }[] };
      expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toMatchObject({ sentiment: expect.any(String), themes: expect.any(Array) });
      expect((await fetch(`${server.url}/`)).headers.get('content-type')).toContain('text/html');
    } finally {
      await server.stop();
    }
  } finally {
    await folder.remove();
  }
});
