/** Where a request is sent is said by plimsoll.yaml, and by nobody else. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

const listening = async (listener: RequestListener): Promise<{ readonly server: Server; readonly url: string }> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** What must not be reached: think of a cloud's metadata service. */
let inside: Awaited<ReturnType<typeof listening>>;
let redirecting: Awaited<ReturnType<typeof listening>>;
let reached = 0;
let upstream: SimulatedServer;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let plimsoll: PlimsollProcess;

beforeAll(async () => {
  inside = await listening((_request, response) => {
    reached += 1;
    response.end('{"choices":[]}');
  });
  redirecting = await listening((_request, response) => response.writeHead(307, { location: `${inside.url}/latest/meta-data` }).end());
  upstream = await createSimulatedServer({ behaviour: { tokens: 5 } });
  folder = await temporaryFolder();
  plimsoll = await startPlimsoll({
    dataDir: folder.path,
    config: `
service: destinations
models:
  sim: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
  elsewhere: { provider: openai, base_url: "${redirecting.url}/v1", price: { input: 1, output: 3 } }
`,
  });
}, 60_000);
afterAll(async () => {
  await plimsoll?.stop();
  await upstream?.close();
  inside?.server.close();
  redirecting?.server.close();
  await folder?.remove();
});

const ask = (body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${plimsoll.url}/v1/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], ...body }) });

test('isolation: no caller says where a request is sent, and no provider by a redirect', async () => {
  const to = inside.url;
  const names = ['x-portkey-custom-host', 'x-plimsoll-base-url', 'helicone-target-url', 'x-forwarded-host', 'x-original-url', 'x-base-url', 'openai-api-base'];
  for (const name of names) expect((await ask({ model: 'sim' }, { [name]: to })).status, name).toBe(200);
  for (const member of ['base_url', 'api_base', 'custom_host', 'url', 'endpoint']) expect((await ask({ model: 'sim', [member]: to })).status, member).toBe(200);
  for (const model of [to, `sim@${to}`, `${to}/sim`, `../${to}`]) expect((await ask({ model })).status, model).toBe(404);
  const redirected = await ask({ model: 'elsewhere' });
  expect(redirected.status).toBe(502);
  expect(await redirected.text()).not.toContain(to);
  expect(reached).toBe(0);
  expect(upstream.ledger.totals().requests).toBe(names.length + 5);
});
