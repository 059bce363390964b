/**
 * Replies that are no answer: errors in a protocol's own words, HTML pages, JSON that stops in the middle, padding.
 */
import { dialectOf, type Operation } from '@plimsoll/contract/operation';
import type { Behaviour } from './behaviour.ts';
import { pieceOf, remade, wholePlan, type Piece, type Plan } from './plan.ts';

const openAiTypes: Readonly<Record<number, string>> = { 401: 'authentication_error', 403: 'permission_error', 429: 'rate_limit_error' };
const anthropicTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

const errorJson = (operation: Operation, status: number, message: string): unknown =>
  dialectOf(operation) === 'anthropic'
    ? { type: 'error', error: { type: anthropicTypes[status] ?? 'api_error', message }, request_id: 'req_simulated' }
    : {
        error: {
          message,
          type: openAiTypes[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
          param: null,
          code: null,
        },
      };

/** An error reply as the operation's provider words it. */
export const planError = (operation: Operation, status: number, message: string, retryAfter: string | null = null): Plan =>
  wholePlan(errorJson(operation, status, message), undefined, status, retryAfter === null ? {} : { 'retry-after': retryAfter });

/** Words that only the HTML page holds, so that tests can look for them where they must not be. */
export const htmlMarker = 'Sign in to the guest network';

const planHtml = (status: number): Plan => ({
  ...wholePlan(null, undefined, status, { 'content-type': 'text/html; charset=utf-8' }),
  pieces: [pieceOf(`<!doctype html><html><head><title>${htmlMarker}</title></head><body>${htmlMarker}</body></html>`, 0)],
});

/** The first two thirds of each piece, well inside any JSON it holds. */
function* cutShort(pieces: Iterable<Piece>, stream: boolean): Iterable<Piece> {
  for (const { bytes, tokens } of pieces) {
    const cut = Buffer.from(bytes.subarray(0, Math.floor((bytes.length * 2) / 3)));
    yield { bytes: stream ? Buffer.concat([cut, Buffer.from('\n\n')]) : cut, tokens };
  }
}

/** JSON may begin with white space, and a line that begins with a colon is a comment in a stream, so padding changes no meaning. */
function* padded(pieces: Iterable<Piece>, stream: boolean, paddingBytes: number): Iterable<Piece> {
  yield { bytes: Buffer.from(stream ? `:${'x'.repeat(paddingBytes)}\n\n` : ' '.repeat(paddingBytes)), tokens: 0 };
  yield* pieces;
}

/** The plan with the behaviour's faults of content in it; faults of time and of connection are the playback's. */
export const withFaults = (plan: () => Plan, operation: Operation, behaviour: Behaviour): Plan => {
  if (behaviour.html) return planHtml(behaviour.status);
  if (behaviour.status !== 200) {
    return planError(operation, behaviour.status, `Simulated error ${behaviour.status}.`, behaviour.retryAfter);
  }
  const sound = plan();
  const { pieces, stream } = sound;
  const { malformed, paddingBytes } = behaviour;
  const cut = malformed ? remade(() => cutShort(pieces, stream)) : pieces;
  return {
    ...sound,
    pieces: paddingBytes > 0 ? remade(() => padded(cut, stream, paddingBytes)) : cut,
  };
};
