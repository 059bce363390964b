/**
 * The simulated provider, in a process of its own and as cheap as it can be, so that on the way through a gateway the
 * gateway is what takes time. It answers like OpenAI's server with bytes rendered beforehand; the bench sets its
 * behaviour between measurements over the process's message channel.
 */
import { createServer, type Socket } from 'node:net';
import { renderReply, renderStream, streamHead, upstreamKey } from './wire/answer.ts';
import { nowUs } from './wire/clock.ts';
import { MessageReader } from './wire/message-reader.ts';
import type { Behaving, Counted, Listening, UpstreamBehaviour, UpstreamCounts, UpstreamOrder } from './wire/messages.ts';

/** Bodies up to this size are searched for `stream`; larger ones never ask for one here. */
const searchedBytes = 65_536;

const plain = renderStream(false);
const withUsage = renderStream(true);

let behaviour: UpstreamBehaviour = { answerChars: 256, latencyMs: 0, events: 8, intervalMs: 5 };
let reply = renderReply(behaviour.answerChars);
let requests = 0;
let refused = 0;

const refuse = (socket: Socket, status: string): void => {
  refused += 1;
  socket.write(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`);
};

const stream = (socket: Socket, asksUsage: boolean): void => {
  const { role, stamped, tail } = asksUsage ? withUsage : plain;
  const { events, intervalMs } = behaviour;
  socket.cork();
  socket.write(streamHead);
  socket.write(role);
  if (intervalMs === 0) {
    for (let sent = 0; sent < events; sent += 1) socket.write(stamped(nowUs()));
    socket.write(tail);
    socket.uncork();
    return;
  }
  socket.write(stamped(nowUs()));
  socket.uncork();
  let sent = 1;
  const timer = setInterval(() => {
    if (socket.destroyed) return clearInterval(timer);
    if (sent === events) {
      clearInterval(timer);
      socket.write(tail);
      return;
    }
    sent += 1;
    socket.write(stamped(nowUs()));
  }, intervalMs);
};

const serve = (socket: Socket): void => {
  let head = '';
  let last = 0;
  let received = 0;
  let kept: Buffer[] = [];
  const answer = (): void => {
    requests += 1;
    const body = kept.length === 1 ? kept[0] : Buffer.concat(kept);
    kept = [];
    if (!head.startsWith('POST /v1/chat/completions ')) return refuse(socket, '404 Not Found');
    if (!head.includes(upstreamKey)) return refuse(socket, '401 Unauthorized');
    if (last !== 0x7d) return refuse(socket, '400 Bad Request');
    const respond = (): void => {
      if (body?.includes('"stream":true')) stream(socket, body.includes('"include_usage":true'));
      else socket.write(reply);
    };
    if (behaviour.latencyMs === 0) respond();
    else setTimeout(respond, behaviour.latencyMs);
  };
  const reader = new MessageReader({
    onHead: (text) => {
      head = text;
      last = 0;
      received = 0;
    },
    onBody: (piece) => {
      received += piece.length;
      last = piece[piece.length - 1] ?? 0;
      if (received <= searchedBytes) kept.push(piece);
      else if (kept.length > 0) kept = [];
    },
    onEnd: answer,
  });
  socket.on('data', (bytes) => {
    try {
      reader.feed(bytes);
    } catch {
      refuse(socket, '400 Bad Request');
      socket.destroy();
    }
  });
  // A gateway may drop its connections whenever it likes; the load generator judges what its caller saw.
  socket.on('error', () => socket.destroy());
};

const tell = (report: Listening | Behaving | Counted<UpstreamCounts>): void => {
  process.send?.(report);
};

const server = createServer({ noDelay: true }, serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') tell({ report: 'listening', port: address.port });
});

process.on('message', (message: UpstreamOrder) => {
  if (message.order === 'count') return tell({ report: 'counts', counts: { requests, refused } });
  behaviour = message.behaviour;
  reply = renderReply(behaviour.answerChars);
  tell({ report: 'behaving' });
});
process.on('disconnect', () => process.exit(0));
