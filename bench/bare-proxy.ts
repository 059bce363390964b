/**
 * The ceiling of the bench: the fastest plain reverse proxy we know how to write in Node, with nothing on it. Of the ways
 * tried (`http.request` with a keep-alive agent, undici's `stream`, `request` and `dispatch`; bodies piped or collected;
 * headers raw or as objects) this one cost the least processor time for small requests.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';

/** From this size on, passing a request's body on as it comes is cheaper than collecting it. */
const streamedBytes = 65_536;

const upstream = new Pool(process.argv[2] ?? '', { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });

const forward = (request: IncomingMessage, reply: ServerResponse, body: Buffer | IncomingMessage): void => {
  const headers: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    if (lower !== 'host' && lower !== 'connection' && lower !== 'keep-alive') headers.push(name, request.rawHeaders[index + 1] ?? '');
  }
  upstream.dispatch(
    { path: request.url ?? '/', method: request.method === 'POST' ? 'POST' : 'GET', headers, body },
    {
      onRequestStart: (controller) => {
        reply.on('close', () => {
          if (!reply.writableFinished) controller.abort(new Error('the caller has left'));
        });
      },
      onResponseStart: (_controller, status, { connection: _c, 'keep-alive': _k, 'transfer-encoding': _t, ...rest }) => {
        reply.writeHead(status, rest);
      },
      onResponseData: (controller, chunk) => {
        if (reply.write(chunk)) return;
        controller.pause();
        reply.once('drain', () => controller.resume());
      },
      onResponseEnd: () => void reply.end(),
      onResponseError: () => void reply.destroy(),
    },
  );
};

const server = createServer((request, reply) => {
  if (Number(request.headers['content-length']) >= streamedBytes) return forward(request, reply, request);
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => forward(request, reply, pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)));
});
server.listen(Number(process.argv[3] ?? 0), '127.0.0.1');
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
