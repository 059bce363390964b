/**
 * Takes the traces that Plimsoll exports and counts their spans, so that the bench can show that tracing was really on.
 * OTLP over HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp.
 */
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { CountOrder, Counted, Listening, SinkCounts } from './wire/messages.ts';
import { countSpans } from './wire/otlp-spans.ts';

let exports = 0;
let spans = 0;
let unreadable = 0;

const tell = (report: Listening | Counted<SinkCounts>): void => {
  process.send?.(report);
};

const server = createServer((request, reply) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    reply.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': 0 }).end();
    if (request.url?.endsWith('/v1/traces') !== true) return;
    exports += 1;
    try {
      const body = Buffer.concat(pieces);
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      spans += countSpans(plain, request.headers['content-type'] ?? '');
    } catch {
      unreadable += 1;
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') tell({ report: 'listening', port: address.port });
});
process.on('message', (_order: CountOrder) => tell({ report: 'counts', counts: { exports, spans, unreadable } }));
process.on('disconnect', () => process.exit(0));
