/** The ceiling: a plain proxy in Node. */
import { fileURLToPath } from 'node:url';
import { freePort } from '@plimsoll/testkit/free-port';
import { Child } from '../../process/child.ts';
import { ready } from '../../process/readiness.ts';
import { type Contender, plainTarget } from './contender.ts';

const script = fileURLToPath(new URL('../../bare-proxy.ts', import.meta.url));

export const bare: Contender = {
  name: 'bare',
  title: 'bare Node proxy',
  start: async ({ upstreamPort, folder, core }) => {
    const port = await freePort();
    const args = [script, `http://127.0.0.1:${upstreamPort}`, String(port)];
    const child = new Child({ name: 'bare', command: process.execPath, args, core, folder });
    await ready(child, port, 10_000);
    return { target: plainTarget(port), pid: child.pid, version: `Node ${process.versions.node}`, stop: () => child.stop() };
  },
};
