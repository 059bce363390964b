/**
 * Portkey's open-source gateway, as its own documentation runs it on Node, in production mode and without its own console.
 * `bench/peers/package.json` says which version, and holds `@hono/node-server` at one on which its streams work.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { freePort } from '@plimsoll/testkit/free-port';
import { Child } from '../../process/child.ts';
import { ready } from '../../process/readiness.ts';
import { type Contender, plainTarget } from './contender.ts';

const peers = fileURLToPath(new URL('../../peers/', import.meta.url));
const home = `${peers}node_modules/@portkey-ai/gateway/`;
const guard = fileURLToPath(new URL('./loopback-only.ts', import.meta.url));

const readJson = (file: string): JsonObject => {
  const value: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return isJsonObject(value) ? value : {};
};

/** The version that the lock file holds. */
const lockedVersion = (): string => {
  const { packages } = readJson(`${peers}package-lock.json`);
  const entry = isJsonObject(packages) ? packages['node_modules/@portkey-ai/gateway'] : null;
  return isJsonObject(entry) && typeof entry['version'] === 'string' ? entry['version'] : 'unknown';
};

/** Installs the peers where what is installed is not what their lock file says. @throws Error when that fails */
const install = (): string => {
  const wanted = lockedVersion();
  if (readJson(`${home}package.json`)['version'] === wanted) return wanted;
  process.stderr.write('installing the peers (npm ci in bench/peers)\n');
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: peers, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`npm ci in bench/peers failed (--without portkey leaves it out):\n${run.stderr ?? run.error?.message ?? ''}`);
  return wanted;
};

export const portkey: Contender = {
  name: 'portkey',
  title: 'Portkey',
  start: async ({ upstreamPort, folder, core }) => {
    const version = install();
    const port = await freePort();
    const child = new Child({
      name: 'portkey',
      command: process.execPath,
      args: ['--import', guard, `${home}build/start-server.js`, `--port=${port}`, '--headless'],
      core,
      folder,
      env: { NODE_ENV: 'production' },
    });
    await ready(child, port, 20_000, '/');
    const plain = plainTarget(port);
    const headers = { ...plain.headers, 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1` };
    return { target: { ...plain, headers }, pid: child.pid, version: `@portkey-ai/gateway ${version}`, stop: () => child.stop() };
  },
};
