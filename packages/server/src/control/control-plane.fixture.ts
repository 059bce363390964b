/**
 * For tests: a real control plane on a real store, with keys for every role and tenant. Each test may replace a part.
 */
import { readSpendHistory } from '../store/spend/read-history.ts';
import { attributionReports } from '../store/attribution/reports.ts';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Role } from '@plimsoll/contract/role';
import { createKeyService } from '../keys/key-service.ts';
import { makeKey } from '../keys/key-format.ts';
import type { StoredKey } from '../keys/key-store.ts';
import { KeyTable } from '../keys/key-table.ts';
import type { ControlDeps, UnexpectedFailure } from './control-deps.ts';
import { ReplyCache } from '@plimsoll/engine/cache/reply-cache';
import { listAlerts } from '../store/alerts/alert-store.ts';
import { describeSpend } from '../spend/describe-spend.ts';
import { readStandings } from '../store/spend/read-spend.ts';
import { BudgetBook } from '../spend/budget-book.ts';
import { createControlPlane, type ControlPlane } from './control-plane.ts';
import { createIdentify } from './identity.ts';
import { createBatchOperator } from '../batches/batch-operator.ts';
import { findTrace } from '../store/calls/find-trace.ts';
import { listTraces } from '../store/calls/list-traces.ts';
import { readOverview } from '../store/calls/overview.ts';
import { createKeyStore } from '../store/keys/key-store.ts';
import type { Store } from '../store/store.ts';
import { createSessions } from './session-token.ts';

export interface ControlFixture {
  readonly control: ControlPlane;
  readonly table: KeyTable;
  /** What the log was told. */
  readonly unexpected: UnexpectedFailure[];
  /** Stores a key and returns its secret. */
  readonly issue: (role: Role, changes?: Partial<StoredKey>) => Promise<string>;
  /** Sends a request as the holder of a key (or as nobody) and parses the JSON reply. */
  readonly send: (method: string, path: string, options?: SendOptions) => Promise<{ readonly response: Response; readonly body: unknown }>;
  /** Signs in and returns the `Cookie` header to send. */
  readonly signIn: (secret: string) => Promise<string>;
  /** Serves the control plane on a free port of the loopback; `elsewhere` answers what is not under `/api`. */
  readonly listen: (elsewhere?: RequestListener) => Promise<URL>;
  readonly close: () => Promise<void>;
}

export interface SendOptions {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const openControlFixture = async ({ db }: Pick<Store, 'db'>, changes: Partial<ControlDeps> = {}): Promise<ControlFixture> => {
  const store = createKeyStore(db);
  const table = await KeyTable.open({ store, ...(changes.now === undefined ? {} : { now: changes.now }) });
  const sessions = createSessions({
    secret: new Uint8Array(32).fill(7),
    callerOf: (id) => table.callerOf(id),
    ...(changes.now === undefined ? {} : { now: changes.now }),
  });
  const budgets = await BudgetBook.open({ config: undefined, db, models: new Set(['small']), log: () => undefined });
  const replies = new ReplyCache({ ttlMs: 1, maxBytes: 1, maxEntryBytes: 1 });
  const unexpected: UnexpectedFailure[] = [];
  const control = createControlPlane({
    identify: createIdentify(table, sessions),
    sessions,
    keys: createKeyService({ store, table }),
    budgets,
    alerts: (tenant) => listAlerts(db, tenant, 100),
    testPage: async () => 'owner.page is not set',
    cache: { mode: null, semantic: null, toldApart: () => 0, figures: (tenant) => replies.figures(tenant), invalidate: async (tenant, where) => replies.invalidate(tenant, where) },
    spendHistory: (ask) => readSpendHistory(db, ask),
    attribution: attributionReports({ db, models: [], routes: [], timeZone: () => 'UTC' }),
    limits: { view: () => [], sharing: () => null },
    spend: async (tenant) => describeSpend(budgets, await readStandings(db, new Date(), 500), [], tenant, Date.now()),
    overview: (query, tenant) => readOverview(db, query, tenant),
    traces: (query, tenant) => listTraces(db, query, tenant),
    trace: (id, tenant) => findTrace(db, id, tenant),
    batches: createBatchOperator(db, () => undefined),
    providers: () => [],
    system: () => ({
      service: 'feedback',
      versions: { plimsoll: '0.1.0', config: 'c0ffee' },
      configFile: null,
      store: { kind: 'embedded', ok: true },
      spoolBacklog: 0,
      content: 'off',
      models: [{ name: 'small', provider: 'llama.cpp', upstreamModel: 'feedback.gguf', region: 'here', operations: ['chat', 'messages'], priceSource: null }],
      routes: [{ name: 'default', candidates: ['small'] }],
      samples: [],
    }),
    version: '0.1.0',
    onUnexpected: (failure) => void unexpected.push(failure),
    ...changes,
  });

  let server: Server | undefined;

  const send: ControlFixture['send'] = async (method, path, { key, body, headers = {} } = {}) => {
    const response = await control.fetch(
      new Request(`http://plimsoll.test${path}`, {
        method,
        headers: {
          host: 'plimsoll.test',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { response, body: text === '' ? null : response.headers.get('content-type')?.startsWith('application/json') === true ? (JSON.parse(text) as unknown) : text };
  };

  return {
    control,
    table,
    unexpected,
    send,
    issue: async (role, more = {}) => {
      const { secret, ...made } = makeKey();
      const key: StoredKey = {
        ...made,
        name: `${role} key`,
        role,
        tenant: 'default',
        app: 'default',
        source: 'created',
        createdAt: new Date(),
        createdBy: null,
        expiresAt: null,
        revokedAt: null,
        replacedBy: null,
        lastUsedAt: null,
        ...more,
      };
      await store.insert(key);
      table.put(key);
      return secret;
    },
    signIn: async (secret) => {
      const { response } = await send('POST', '/api/session', { body: { key: secret } });
      return response.headers.get('set-cookie')?.split(';')[0] ?? '';
    },
    listen: async (elsewhere = (_request, response) => void response.writeHead(404).end()) => {
      const listener = getRequestListener((request) => control.fetch(request));
      server = createServer((request, response) => {
        if (request.url?.startsWith('/api') === true) void listener(request, response);
        else elsewhere(request, response);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      return new URL(`http://127.0.0.1:${address.port}`);
    },
    close: async () => {
      server?.close();
      server?.closeAllConnections();
      budgets.close();
      await table.close();
    },
  };
};
