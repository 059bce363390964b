/** What a provider's key must never be seen in. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminKey, appKey, eventually, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

const secret = 'sk-provider-secret-0123456789abcdef';

/** A provider that tells everybody the key it was called with, in every way it has. */
const tellTale = (): Server =>
  createServer((request, response) => {
    const key = request.headers.authorization ?? '';
    request.resume();
    request.on('end', () => {
      if (request.url?.includes('chat') === true) {
        response.writeHead(400, { 'content-type': 'application/json', 'x-echo': key, 'www-authenticate': `Bearer error="${key}"` });
        response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${key}`, type: 'invalid_request_error', code: 'invalid_api_key' } }));
      } else {
        response.writeHead(500, { 'content-type': 'text/html', 'x-echo': key });
        response.end(`<html>${key}</html>`);
      }
    });
  });

let upstream: Server;
let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  upstream = tellTale().listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const address = upstream.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  server = await startPlimsoll({
    dataDir: folder.path,
    env: { PROVIDER_KEY: secret },
    config: `
service: secrets-test
models:
  told: { provider: openai, base_url: "http://127.0.0.1:${port}/v1", key: env:PROVIDER_KEY, price: { input: 1, output: 3 } }
traces: { content: full }
`,
  });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  upstream?.close();
  await folder?.remove();
});

test('isolation: a provider\'s key is in no log, error, record or answer of the control plane', async () => {
  const seen: string[] = [];
  const ask = async (path: string, body: object | null, key: string): Promise<void> => {
    const reply = await fetch(server.url + path, { method: body === null ? 'GET' : 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === null ? {} : { body: JSON.stringify(body) }) });
    seen.push(`${path} ${JSON.stringify([...reply.headers])} ${await reply.text()}`);
  };
  for (const stream of [false, true]) await ask('/v1/chat/completions', { model: 'told', stream, messages: [{ role: 'user', content: 'hello' }] }, appKey);
  await ask('/v1/embeddings', { model: 'told', input: 'hello' }, appKey);
  await ask('/v1/messages', { model: 'told', max_tokens: 5, messages: [{ role: 'user', content: 'hello' }] }, appKey);
  const traces = async (): Promise<{ readonly traces: readonly { readonly id: string }[] }> => (await (await fetch(`${server.url}/api/traces`, { headers: { authorization: `Bearer ${adminKey}` } })).json()) as { traces: { id: string }[] };
  await eventually(async () => expect((await traces()).traces.length).toBe(4));
  for (const { id } of (await traces()).traces) await ask(`/api/traces/${id}`, null, adminKey);
  for (const path of ['/api/system', '/api/keys', '/api/spend', '/api/spend/by?by=model', '/api/spend/avoidable', '/metrics']) await ask(path, null, adminKey);
  const leaks = [...seen, server.output()].filter((text) => text.includes(secret)).map((text) => text.slice(0, 200));
  expect(leaks).toEqual([]);
  expect(seen.length).toBeGreaterThan(10);
}, 60_000);
