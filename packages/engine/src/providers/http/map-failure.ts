/**
 * Turns the connection's failures into the catalogue's, so that route can tell which are worth another try.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { MalformedReply } from './malformed-reply.ts';

/** How far the exchange had come: `sending` until the reply's headers are there, then `reading`. */
export type Phase = 'sending' | 'reading';

/** The connection ended, or was ended, without an error of the system's. */
export class ConnectionEnd extends Error {
  readonly code: 'CLOSED' | 'CONNECT_TIMEOUT' | 'SHUT_DOWN';

  constructor(code: ConnectionEnd['code']) {
    super(code);
    this.name = 'ConnectionEnd';
    this.code = code;
  }
}

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const code = 'code' in error ? error.code : error.name;
  return typeof code === 'string' && /^[A-Za-z0-9_]{1,60}$/.test(code) ? code : 'UNKNOWN';
};

/** Node words a failed system call itself; what else a message holds may come from the provider, such as names in a certificate. */
const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

/**
 * The error to throw for a failure of the connection.
 * Detail and cause hold what Node says of it, and of a malformed reply a code alone: its bytes may echo what we sent, key included.
 */
export const mapFailure = (provider: string, error: unknown, phase: Phase): PlimsollError => {
  const code = codeOf(error);
  const why = isSystemError(error) ? `${code}: ${error.message}` : code;
  const kind = error instanceof MalformedReply ? 'provider_invalid_reply' : phase === 'sending' ? 'provider_refused' : 'provider_closed';
  return new PlimsollError(kind, `(${provider}: ${code})`, { cause: new Error(why) });
};
