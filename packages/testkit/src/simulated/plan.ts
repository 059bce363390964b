/**
 * A reply as it will be sent: status, headers and pieces, with the tokens each piece stands for.
 * Protocols make plans, `playback.ts` plays them in time, a server or an in-process provider carries them out.
 */

export interface Piece {
  readonly bytes: Uint8Array;
  /** Output tokens that the reader has once it has this piece; what an abandoned stream is charged for. */
  readonly tokens: number;
}

export interface Plan {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An event each for a stream, else one piece. Made as it is read, so that a long stream takes no memory. */
  readonly pieces: Iterable<Piece>;
  readonly stream: boolean;
  readonly inputTokens: number;
  /** Of the whole reply. */
  readonly outputTokens: number;
}

const encoder = new TextEncoder();

export const pieceOf = (text: string, tokens: number): Piece => ({ bytes: encoder.encode(text), tokens });

/** A reply in one JSON body. */
export const wholePlan = (
  value: unknown,
  tokens: { readonly input: number; readonly output: number } = { input: 0, output: 0 },
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Plan => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  pieces: [pieceOf(JSON.stringify(value), tokens.output)],
  stream: false,
  inputTokens: tokens.input,
  outputTokens: tokens.output,
});

/** Pieces that can be gone through any number of times, made anew each time. */
export const remade = (make: () => Iterable<Piece>): Iterable<Piece> => ({ [Symbol.iterator]: () => make()[Symbol.iterator]() });

/** A reply of server-sent events. */
export const streamPlan = (pieces: () => Iterable<Piece>, inputTokens: number, outputTokens: number): Plan => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  pieces: remade(pieces),
  stream: true,
  inputTokens,
  outputTokens,
});
