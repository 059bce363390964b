/**
 * Answers the console's requests with generated data while it is developed, so that every page can be seen without a
 * server. Part of the development server only; nothing of it is built. `MOCK=empty` starts without any record.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiError } from '@plimsoll/contract/api/error';
import type { BatchesPage } from '@plimsoll/contract/api/batches';
import { mockBatches } from './mock-batches.ts';
import type { ApiKey, CreatedKey } from '@plimsoll/contract/api/keys';
import type { Session } from '@plimsoll/contract/api/session';
import type { System } from '@plimsoll/contract/api/system';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { errorCatalogue, type ErrorCode } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { roles, type Role } from '@plimsoll/contract/role';
import type { Connect, Plugin } from 'vite';
import { generatedModels, generateOne, generateRecords, numbersFrom, recordOf } from './generated-records.ts';
import { attributionOf, generatedAvoidable, generatedSavings } from './generated-attribution.ts';
import { generatedCache, generatedLimits } from './generated-limits.ts';
import { generatedHistory, generatedSpend } from './generated-spend.ts';
import { overviewOf, tracesPage } from './views.ts';

const random = numbersFrom(Date.now());
const withContent = process.env.MOCK !== 'no-content';
const records: CallRecord[] = process.env.MOCK === 'empty' ? [] : generateRecords(4_000, Date.now(), withContent);
let role: Role | null = null;
let trafficOn = process.env.MOCK !== 'empty';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const key = (id: string, name: string, changes: Partial<ApiKey>): ApiKey => ({
  id,
  name,
  role: 'app',
  tenant: 'default',
  app: 'support-bot',
  hint: `pk_${id.slice(2, 6)}…9f2c`,
  state: 'active',
  createdAt: daysAgo(40),
  createdBy: null,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: daysAgo(0.001),
  ...changes,
});
const keys: ApiKey[] = [
  key('k_2f9c4e1ab0d3', 'first admin key', { role: 'admin', app: 'default', lastUsedAt: daysAgo(0) }),
  key('k_77d01c9be210', 'support-bot production', {}),
  key('k_0b31f8a2c9d4', 'triage', { app: 'triage', state: 'expiring', expiresAt: daysAgo(-0.6), lastUsedAt: daysAgo(0.02) }),
  key('k_91ac22ef0417', 'board dashboard', { role: 'viewer', app: 'default', lastUsedAt: daysAgo(3), expiresAt: daysAgo(-80) }),
  key('k_5e08aa31c7f0', 'old laptop', { state: 'revoked', revokedAt: daysAgo(12), lastUsedAt: daysAgo(13), createdAt: daysAgo(90) }),
];

const system = (): System => ({
  service: 'customer-feedback',
  versions: { plimsoll: '0.1.0', config: 'c3f1a9d27be04481' },
  configFile: null,
  store: { kind: 'embedded', ok: process.env.MOCK !== 'store-down' },
  spoolBacklog: process.env.MOCK === 'store-down' ? 412 : 0,
  content: withContent ? 'full' : 'off',
  models: generatedModels.map(({ name, provider, upstreamModel, region, inputPico }) => ({
    name,
    provider,
    upstreamModel,
    region,
    operations: ['chat', 'messages'],
    priceSource: inputPico === null ? null : 'genai-prices 0.1.8',
  })),
  routes: [{ name: 'default', candidates: ['small', 'strong'] }],
  samples: [
    { title: 'Delighted', text: 'The new dashboard is exactly what we were missing. Our Monday meeting is ten minutes shorter!' },
    { title: 'Mixed', text: 'I like the charts, but exporting a month of data takes ages and twice it just stopped.' },
    { title: 'Angry', text: 'Third time this week that I was charged twice. Nobody answers my tickets. I am leaving.' },
  ],
});

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly response: ServerResponse;
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

const refuse = (response: ServerResponse, code: ErrorCode): void =>
  json(response, errorCatalogue[code].status, { error: { code, message: errorCatalogue[code].message } } satisfies ApiError);

const sessionOf = (signedIn: Role): Session => ({ role: signedIn, keyId: 'k_2f9c4e1ab0d3', tenant: 'default', expiresAt: daysAgo(-0.5) });

const answer = async (call: Call): Promise<void> => {
  const { method, path, query, body, response } = call;
  if (path === '/api/session' && method === 'POST') {
    role = roles.find((known) => body.key === known) ?? null;
    return role === null ? refuse(response, 'invalid_key') : json(response, 200, sessionOf(role));
  }
  if (path === '/api/mock/traffic') {
    trafficOn = method === 'POST';
    return json(response, 200, {});
  }
  if (role === null) return refuse(response, 'missing_key');
  if (path === '/api/session' && method === 'DELETE') {
    role = null;
    response.writeHead(204).end();
    return;
  }
  if (path === '/api/session') return json(response, 200, sessionOf(role));
  if (path === '/api/system') return json(response, 200, system());
  if (path === '/api/overview') return json(response, 200, overviewOf(records, query, Date.now()));
  if (path === '/api/traces') return json(response, 200, tracesPage(records, query));
  if (path.startsWith('/api/traces/')) {
    const record = records.find(({ id }) => path.endsWith(id));
    return record === undefined ? refuse(response, 'not_found') : json(response, 200, { record });
  }
  const empty = process.env.MOCK === 'empty';
  if (path === '/api/limits') return json(response, 200, generatedLimits(empty));
  if (path === '/api/cache') return json(response, 200, method === 'DELETE' ? { forgotten: 12 } : generatedCache(empty));
  if (path === '/api/spend/history') return json(response, 200, generatedHistory(query.get('budget') ?? ''));
  if (path.startsWith('/api/budgets/')) return json(response, 200, { name: 'x', settings: body, source: 'api', changedAt: new Date().toISOString(), changedBy: null, owner: 'default' });
  if (path === '/api/spend/by') return json(response, 200, attributionOf(records, query));
  if (path === '/api/spend/avoidable') return json(response, 200, generatedAvoidable(empty));
  if (path === '/api/spend/savings') return json(response, 200, generatedSavings(empty));
  if (path === '/api/spend') return json(response, 200, generatedSpend(process.env.MOCK === 'empty'));
  if (path.startsWith('/api/batches')) return json(response, 200, { batches: [...mockBatches()], next: null, held: false } satisfies BatchesPage);
  if (path.startsWith('/api/keys')) return role === 'admin' ? answerKeys(call) : refuse(response, 'forbidden');
  if (path === '/v1/chat/completions') return answerChat(call);
  return refuse(response, 'not_found');
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const answerKeys = ({ method, path, body, response }: Call): void => {
  const [, , , id] = path.split('/');
  const found = keys.findIndex((each) => each.id === id);
  const existing = keys[found];
  const create = (made: ApiKey): void => {
    keys.unshift(made);
    json(response, 201, { key: made, secret: `pk_${made.id.slice(2)}_${'Zx7Qw2Lr9'.repeat(4)}9f2c` } satisfies CreatedKey);
  };
  if (id === undefined) {
    if (method === 'GET') return json(response, 200, { keys });
    const made = key(`k_${Date.now().toString(16)}`, textOf(body.name), { createdAt: daysAgo(0), lastUsedAt: null, app: textOf(body.app), tenant: textOf(body.tenant) });
    return create({ ...made, role: roles.find((known) => known === body.role) ?? 'app' });
  }
  if (existing === undefined) return refuse(response, 'not_found');
  if (method === 'DELETE') {
    keys[found] = { ...existing, state: 'revoked', revokedAt: daysAgo(0) };
    return json(response, 200, { key: keys[found] });
  }
  keys[found] = { ...existing, state: 'expiring', expiresAt: daysAgo(-1) };
  return create({ ...existing, id: `k_${Date.now().toString(16)}`, createdAt: daysAgo(0), lastUsedAt: null });
};

const reply = '{"sentiment":"mixed","confidence":0.87,"themes":["charts","export speed","reliability"]}';

const answerChat = async ({ body, response }: Call): Promise<void> => {
  const model = generatedModels.find(({ name }) => name === body.model) ?? generatedModels[0];
  if (model === undefined) return;
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const last: unknown = messages.at(-1);
  const fails = isJsonObject(last) && textOf(last.content).includes('fail');
  const stream = body.stream === true;
  const record = recordOf(
    { startedAt: Date.now(), outcome: fails ? 'error' : 'ok', model, fallback: null, stream, route: body.model === 'default' ? 'default' : null, content: null },
    random,
  );
  const headers = { 'x-plimsoll-trace': record.id, 'x-plimsoll-model': model.name, 'x-plimsoll-route': 'default', 'x-plimsoll-cache': 'miss' };
  await wait(300);
  setTimeout(() => records.push(record), 1_500);
  if (fails) {
    const { status, message } = errorCatalogue.provider_timeout;
    return json(response, status, { error: { message, type: 'server_error', param: null, code: 'provider_timeout' } }, headers);
  }
  const common = { id: 'chatcmpl-1', created: Math.floor(Date.now() / 1000), model: model.name };
  if (!stream) {
    const choices = [{ index: 0, message: { role: 'assistant', content: reply }, finish_reason: 'stop' }];
    return json(response, 200, { ...common, object: 'chat.completion', choices }, { ...headers, 'x-plimsoll-cost-usd': '0.00001284' });
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  for (const piece of reply.match(/.{1,6}/g) ?? []) {
    if (response.destroyed) return;
    response.write(`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] })}\n\n`);
    await wait(60);
  }
  response.end('data: [DONE]\n\n');
};

const readBody = async (request: IncomingMessage): Promise<JsonObject> => {
  let text = '';
  for await (const piece of request) text += String(piece);
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return isJsonObject(parsed) ? parsed : {};
};

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (!url.pathname.startsWith('/api/') && !url.pathname.startsWith('/v1/')) return next();
  void (async () => {
    try {
      const body = await readBody(request);
      await answer({ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body, response });
    } catch (error) {
      next(error);
    }
  })();
};

const serve = (middlewares: Connect.Server): void => {
  const traffic = setInterval(() => {
    if (trafficOn && random() < 0.6) records.push(generateOne(Date.now(), random, withContent));
  }, 700);
  traffic.unref();
  middlewares.use(middleware);
};

export const mockApi = (): Plugin => ({
  name: 'plimsoll-mock-api',
  configureServer: ({ middlewares }) => serve(middlewares),
  configurePreviewServer: ({ middlewares }) => serve(middlewares),
});
