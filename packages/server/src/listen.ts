/**
 * Starts listening, and says in plain words why it cannot.
 */
import type { Server } from 'node:http';

/** @returns the server's URL. @throws Error naming the port or host and what to do. */
export const listen = (server: Server, host: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? `port ${port} is in use; stop what uses it, or set PORT to another one`
        : error.code === 'EACCES' ? `port ${port} needs rights that this user does not have; set PORT to one above 1023`
        : error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' ? `${host} is not an address of this machine; set HOST`
        : `cannot listen on ${host}:${port} (${error.code ?? error.message})`;
      reject(new Error(why, { cause: error }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
