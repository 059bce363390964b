/**
 * Turns the HTTP client's failures into the catalogue's, so that route can tell which are worth another try.
 */
import { PlimsollError, type ErrorCode } from '@plimsoll/contract/errors';
import { errors } from 'undici';

/** How far the exchange had come: `sending` until the reply's headers are there, then `reading`. */
export type Phase = 'sending' | 'reading';

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
  // Undici gives no code to an answer that does not even begin as HTTP.
  return error instanceof errors.HTTPParserError ? 'HPE_NOT_HTTP' : 'UNKNOWN';
};

const kindOf = (code: string, phase: Phase): ErrorCode => {
  switch (code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'provider_timeout';
    case 'UND_ERR_HEADERS_OVERFLOW':
      return 'provider_invalid_reply';
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return 'internal';
    case 'HPE_INVALID_EOF_STATE':
      return 'provider_closed';
    default:
      if (code.startsWith('HPE_')) return 'provider_invalid_reply';
      return phase === 'sending' ? 'provider_refused' : 'provider_closed';
  }
};

/**
 * The error to throw for a failure of the connection.
 * The detail holds the failure's code alone and the cause its message: undici's parser errors carry the provider's raw bytes,
 * which may echo what we sent, key included.
 */
export const mapFailure = (provider: string, error: unknown, phase: Phase): PlimsollError => {
  const code = codeOf(error);
  const kind = kindOf(code, phase);
  const message = error instanceof Error ? error.message : 'no further details';
  return new PlimsollError(kind, kind === 'internal' ? undefined : `(${provider}: ${code})`, { cause: new Error(`${code}: ${message}`) });
};
