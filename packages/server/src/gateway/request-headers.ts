/**
 * Request headers as the pipeline reads them.
 */
import type { IncomingMessage } from 'node:http';

/**
 * Names in lower case, repeated ones joined, as Node does. No copy: Node makes an array only of `set-cookie`, which no request carries;
 * should one come all the same, nobody here reads it.
 */
export const headersOf = (request: IncomingMessage): Readonly<Record<string, string | undefined>> =>
  request.headers as Readonly<Record<string, string | undefined>>;
