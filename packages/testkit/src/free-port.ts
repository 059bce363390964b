/** Ports for processes that must be told theirs. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** @returns a port of the loopback interface that nobody uses just now */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
};
