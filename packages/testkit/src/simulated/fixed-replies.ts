/**
 * The simulated server's hot path for benchmarks: replies rendered once, sent with as little work as node:http allows.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Operation } from '@plimsoll/contract/operation';
import type { Behaviour } from './behaviour.ts';
import type { Ledger } from './ledger.ts';
import { planReply } from './plan-reply.ts';
import type { Piece, Plan } from './plan.ts';

interface Rendered {
  readonly plan: Plan;
  readonly pieces: readonly Piece[];
  /** All pieces in one, for replies that are not paced. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | number>>;
}

const render = (operation: Operation, stream: boolean, behaviour: Behaviour): Rendered => {
  const said = { messages: [{ role: 'user', content: 'fixed' }], input: 'fixed' };
  const body = { model: 'simulated', max_tokens: 1_000_000, ...said, stream, stream_options: { include_usage: true } };
  const plan = planReply(operation, body, behaviour);
  const pieces = [...plan.pieces];
  const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
  return { plan, pieces, bytes, headers: plan.stream ? plan.headers : { ...plan.headers, 'content-length': bytes.length } };
};

/** Inside a JSON string the quotes would be escaped, so this finds the member alone. */
const streamMember = Buffer.from('"stream"');
const letterT = 't'.charCodeAt(0);
const isBlankOrColon = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x3a || byte === 0x0a || byte === 0x0d || byte === 0x09;

const asksForStream = (part: Buffer): boolean => {
  let at = part.indexOf(streamMember);
  if (at < 0) return false;
  at += streamMember.length;
  while (isBlankOrColon(part[at])) at += 1;
  return part[at] === letterT;
};

/** Sends one piece after another, keeping the pace on the whole. */
const sendPaced = (response: ServerResponse, { pieces }: Rendered, tokensPerSecond: number, sent: (piece: Piece) => void): void => {
  const startMs = performance.now();
  const msPerToken = tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0;
  let index = 0;
  let tokens = 0;
  const step = (): void => {
    for (;;) {
      const piece = pieces[index];
      if (response.destroyed) return;
      if (piece === undefined) return void response.end();
      const waitMs = piece.tokens > 0 ? startMs + tokens * msPerToken - performance.now() : 0;
      if (waitMs >= 1) return void setTimeout(step, waitMs);
      index += 1;
      tokens += piece.tokens;
      const goesOn = response.write(piece.bytes);
      sent(piece);
      if (!goesOn) return void response.once('drain', step);
    }
  };
  step();
};

/**
 * Makes the handler. It looks for `"stream": true` where the body's first or last part holds it and parses nothing.
 * Each request is in the ledger's totals, without its headers or body.
 */
export const createFixedReplies = (behaviour: Behaviour, ledger: Ledger) => {
  const whole = {
    chat: render('chat', false, behaviour),
    messages: render('messages', false, behaviour),
    embeddings: render('embeddings', false, behaviour),
  };
  const streamed = { chat: render('chat', true, behaviour), messages: render('messages', true, behaviour), embeddings: whole.embeddings };

  return (request: IncomingMessage, response: ServerResponse, operation: Operation): void => {
    let stream = false;
    request.on('data', (part: Buffer) => {
      if (!stream) stream = asksForStream(part);
    });
    request.on('end', () => {
      const reply = (stream ? streamed : whole)[operation];
      const send = (): void => {
        if (response.destroyed) return;
        response.writeHead(reply.plan.status, reply.headers);
        if (reply.plan.stream) {
          const entry = ledger.open({ path: request.url ?? '', headers: {}, body: null, bodyText: '' }, false);
          entry.planned(reply.plan.status, true, reply.plan.inputTokens);
          response.once('close', () => entry.end(response.writableFinished ? 'finished' : 'aborted'));
          response.flushHeaders();
          sendPaced(response, reply, behaviour.tokensPerSecond, (piece) => entry.sent(piece.bytes, piece.tokens));
        } else {
          ledger.count(reply.plan.inputTokens, reply.plan.outputTokens);
          response.end(reply.bytes);
        }
      };
      if (behaviour.latencyMs > 0) setTimeout(send, behaviour.latencyMs);
      else send();
    });
  };
};
