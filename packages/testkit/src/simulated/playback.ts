/**
 * Plays a planned reply in time: latency, pace, stalls, drips and drops. What carries it out is up to the caller.
 */
import { setImmediate as yieldTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, Place } from './behaviour.ts';
import type { Piece, Plan } from './plan.ts';

/** Thrown by the playback where the behaviour drops the connection. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const stallHere = (ms: number | null, signal: AbortSignal): Promise<unknown> =>
  ms === null ? untilAborted(signal) : sleep(ms, undefined, { signal });

/**
 * Waits until the reply's headers are due.
 * @throws ConnectionDropped, or what the signal was aborted with.
 */
export const beforeHeaders = async ({ latencyMs, stall, drop, tokensPerSecond }: Behaviour, plan: Plan, signal: AbortSignal): Promise<void> => {
  const thinkMs = plan.stream || tokensPerSecond === 0 ? 0 : (plan.outputTokens * 1000) / tokensPerSecond;
  if (latencyMs + thinkMs > 0) await sleep(latencyMs + thinkMs, undefined, { signal });
  if (stall?.at === 'before-headers') await stallHere(stall.ms, signal);
  if (drop === 'before-headers') throw new ConnectionDropped('before headers');
};

/** Cuts each piece at the place where a fault strikes in its middle, so that half of it has gone out by then. */
function* halved(pieces: Iterable<Piece>): Iterable<Piece> {
  for (const { bytes, tokens } of pieces) {
    const middle = bytes.length >> 1;
    yield { bytes: bytes.subarray(0, middle), tokens: 0 };
    yield { bytes: bytes.subarray(middle), tokens };
  }
}

/** After how many pieces a fault strikes; in a whole reply, always in its middle. */
const strikesAfter = (place: Place | undefined, stream: boolean): number | null => {
  if (place === undefined || place === 'before-headers') return null;
  return stream && place !== 'mid-body' ? place : 1;
};

/**
 * The reply's pieces, each when it is due. A pace is kept on the whole: a late timer does not slow the stream down.
 * @throws ConnectionDropped, or what the signal was aborted with.
 */
export async function* play(behaviour: Behaviour, plan: Plan, signal: AbortSignal): AsyncGenerator<Piece, void, void> {
  const { stall, drop, tokensPerSecond, dripMs } = behaviour;
  const stallAfter = strikesAfter(stall?.at, plan.stream);
  const dropAfter = strikesAfter(drop ?? undefined, plan.stream);
  const cutsPieces = stall?.at === 'mid-body' || drop === 'mid-body' || (!plan.stream && (stallAfter ?? dropAfter) !== null);
  const msPerToken = plan.stream && tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0;
  const startMs = performance.now();
  let sentTokens = 0;
  let sentPieces = 0;
  for (const piece of cutsPieces ? halved(plan.pieces) : plan.pieces) {
    if (sentPieces === stallAfter) await stallHere(stall?.ms ?? null, signal);
    if (sentPieces === dropAfter) throw new ConnectionDropped(`after ${sentPieces} pieces`);
    if (msPerToken > 0 && piece.tokens > 0) {
      const waitMs = startMs + sentTokens * msPerToken - performance.now();
      if (waitMs >= 1) await sleep(waitMs, undefined, { signal });
    }
    signal.throwIfAborted();
    if (dripMs === null) yield piece;
    else yield* drip(piece, dripMs, signal);
    sentTokens += piece.tokens;
    sentPieces += 1;
  }
  if (sentPieces === dropAfter) throw new ConnectionDropped('after the last piece');
}

async function* drip({ bytes, tokens }: Piece, pauseMs: number, signal: AbortSignal): AsyncGenerator<Piece, void, void> {
  for (let at = 0; at < bytes.length; at += 1) {
    yield { bytes: bytes.subarray(at, at + 1), tokens: at + 1 === bytes.length ? tokens : 0 };
    await (pauseMs === 0 ? yieldTurn(undefined, { signal }) : sleep(pauseMs, undefined, { signal }));
  }
}
