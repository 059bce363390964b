/**
 * The server host. The one file that wires contract, engine, store and HTTP together;
 * everything else takes what it needs as parameters.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { ConfigError } from '@plimsoll/contract/config/config-error';
import type { Caller } from '@plimsoll/contract/caller';
import type { ProviderKind } from '@plimsoll/contract/config/model-config';
import { resolveSecret } from '@plimsoll/contract/config/resolve-secret';
import { spendConfig } from '@plimsoll/contract/config/spend-config';
import { maxBodyBytes } from '@plimsoll/contract/config/server-config';
import { PlimsollError } from '@plimsoll/contract/errors';
import { createAnsweredPipeline, createDeferPipeline, createPipeline, type PipelineParts } from '@plimsoll/engine/pipeline';
import { dataPlaneRoles } from '@plimsoll/engine/stages/identify/identify';
import { consoleFolder, exampleFolder } from './assets.ts';
import { startBatches } from './batches/batches.ts';
import { createPassThrough } from './batches/provider/pass-through.ts';
import { createInProcessCallers } from './batches/in-process-callers.ts';
import { createControlPlane } from './control/control-plane.ts';
import { createIdentify } from './control/identity.ts';
import { consoleHeaders } from './control/security-headers.ts';
import { createSessions } from './control/session-token.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { loadConsole } from './gateway/console-files.ts';
import { createDataPlane } from './gateway/data-plane.ts';
import { createHttpServer } from './gateway/http-server.ts';
import { findModel, listModels } from './gateway/models.ts';
import { ensureFirstKeys, type FirstKeys } from './keys/first-keys.ts';
import { createKeyService } from './keys/key-service.ts';
import { KeyTable } from './keys/key-table.ts';
import { listen } from './listen.ts';
import { createLog, type Log } from './log.ts';
import { greeting } from './greeting.ts';
import { createGuard } from './guardrails/create-guard.ts';
import { startRetention } from './retention.ts';
import { buildCatalogue } from './serving/catalogue.ts';
import type { ExtraProviders } from './serving/build-provider.ts';
import { loadConfigFile } from './serving/load-config-file.ts';
import { loadSamples } from './serving/samples.ts';
import { describeProviders, healthGauges } from './serving/provider-health.ts';
import { describeSystem } from './serving/system.ts';
import { tuneProcess } from './process-tuning.ts';
import { openSpool } from './spool/spool.ts';
import { startPager } from './alerts/pager.ts';
import { channelsOf } from './alerts/channels-of.ts';
import { listAlerts } from './store/alerts/alert-store.ts';
import { closeEarlier, createSpend } from './spend/create-spend.ts';
import { describeSpend } from './spend/describe-spend.ts';
import { readStandings } from './store/spend/read-spend.ts';
import { openHolders } from './spend/holders.ts';
import { findTrace } from './store/calls/find-trace.ts';
import { listTraces } from './store/calls/list-traces.ts';
import { readOverview } from './store/calls/overview.ts';
import { createKeyStore } from './store/keys/key-store.ts';
import { sessionSecret } from './store/settings/session-secret.ts';
import { openStore } from './store/store.ts';
import { createLimits } from './limits/create-limits.ts';
import { shapesOf } from './serving/shapes-of.ts';
import { readSpendHistory } from './store/spend/read-history.ts';
import { attributionReports } from './store/attribution/reports.ts';
import { startReadingHours } from './store/attribution/spend-hours.ts';
import { createReuse } from './cache/create-reuse.ts';
import { embedByModel } from './cache/embed-by-model.ts';
import { strangerAllowance } from './stranger-allowance.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { plimsollVersion } from '@plimsoll/contract/version';

export interface RunningServer {
  /** E.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly firstKeys: FirstKeys;
  readonly environment: Environment;
  readonly configFile: string;
  readonly builtInExample: boolean;
  /** What `/v1/models` lists first. */
  readonly firstModel: string;
  /** Stops accepting, waits for calls under way, writes down what is pending, closes everything. */
  readonly close: () => Promise<void>;
}

export interface StartOptions {
  readonly environment: Environment;
  readonly workingDir: string;
  readonly log?: Log;
  /** Brought by tests and demos, e.g. the simulated provider. */
  readonly extraProviders?: ExtraProviders;
}

const closeGraceMs = 3000;
const mostAccountsShown = 500;
const mostAlertsShown = 100;

/** The listener could serve HTTP/2 as well; this server does not. */
const isHttp1 = (bindings: { readonly incoming: unknown }): bindings is HttpBindings => bindings.incoming instanceof IncomingMessage;

/** @throws ConfigError with every problem of plimsoll.yaml; Error in plain words for a folder in use, a taken port or an unreachable store. */
export const startServer = async ({ environment, workingDir, log = createLog(), extraProviders = {} }: StartOptions): Promise<RunningServer> => {
  const loaded = loadConfigFile(environment.configFile, workingDir, join(exampleFolder(), 'plimsoll.yaml'), Object.keys(extraProviders) as ProviderKind[]);
  const { config } = loaded;
  const secret = (reference: string, setting: string): string =>
    resolveSecret(reference, { env: environment.variables, readFile: (path) => readFileSync(path, 'utf8'), file: loaded.file, setting });
  const otlpUrl = config.traces.otlp === undefined ? environment.otlpEndpoint : config.traces.otlp.startsWith('env:') ? secret(config.traces.otlp, 'traces.otlp') : config.traces.otlp;

  mkdirSync(environment.dataDir, { recursive: true, mode: 0o700 });
  const catalogue = buildCatalogue(config, { file: loaded.file, secret, extra: extraProviders, log: log.info });
  const store = await openStore({ databaseUrl: environment.databaseUrl, dataDir: environment.dataDir, log: log.info });
  const spool = openSpool({ dir: join(environment.dataDir, 'spool'), log: log.warn });
  spool.drain(store.storeLines);
  const holders = openHolders(environment.dataDir);
  const spend = await createSpend({ config: config.spend, db: store.db, models: new Set(Object.keys(config.models)), holders, log: log.warn });
  const stopClosing = closeEarlier(store.db, holders, spool.recovered, log.info);

  const keyStore = createKeyStore(store.db);
  const keys = await KeyTable.open({ store: keyStore, onTrouble: (error) => log.error('keys: the store could not be read or written', error) });
  const firstKeys = await ensureFirstKeys({
    store: keyStore,
    table: keys,
    adminKey: environment.adminKey ?? undefined,
    appKey: environment.appKey ?? undefined,
  });
  const sessions = createSessions({ secret: await sessionSecret(store.db), callerOf: (keyId) => keys.callerOf(keyId) });
  const identify = createIdentify(keys, sessions);
  const inProcess = createInProcessCallers((keyId) => keys.callerOf(keyId));

  const strangers = strangerAllowance();
  const telemetry = createTelemetry({
    service: config.service,
    version: plimsollVersion,
    semconv: config.traces.semconv,
    otlpUrl,
    gauges: [
      { name: 'plimsoll.spool.backlog', description: 'Records not yet in the store.', unit: '{record}', read: () => spool.backlog() },
      { name: 'plimsoll.spool.dropped', description: 'Records lost because the spool could not be written.', unit: '{record}', read: () => spool.dropped() },
      { name: 'plimsoll.requests.in_flight', description: 'Calls under way.', unit: '{call}', read: () => dataPlane.inFlight() },
      { name: 'plimsoll.strangers.unrecorded', description: 'Calls without a valid key that got no record.', unit: '{call}', read: () => strangers.unrecorded() },
      ...healthGauges(catalogue.models),
    ],
    log: log.warn,
  });

  const limits = await createLimits(config.limits, environment.valkeyUrl, log.warn);
  const versions = { plimsoll: plimsollVersion, config: loaded.version, prompt: null };
  const embedBy = embedByModel({ pipeline: () => pipeline, callers: inProcess, log: log.warn });
  const { replies, options: reuse, toldApart, store: replyStore } = createReuse({ config: config.cache, version: () => versions.config, embedBy, db: store.db, log: log.warn });
  await replyStore?.open();
  const guard = await createGuard({ config: config.guardrails, db: store.db, secret });
  const parts: PipelineParts = {
    record: {
      keeper: {
        begin: spool.begin,
        end: (record) => {
          telemetry.observe(record);
          return spool.end(record);
        },
      },
      versions: () => versions,
      keepContent: () => config.traces.content === 'full',
      sampleRatio: () => config.traces.sample,
      admitsStranger: strangers.admit,
    },
    authenticate: inProcess.authenticate((headers) => identify(headers, true)),
    catalogue: () => catalogue,
    limiter: limits.limits,
    shapeOf: shapesOf(config.routes),
    guard,
    reuse,
    spend,
  };
  const pipeline = createPipeline(parts);
  const dataPlane = createDataPlane({
    pipeline,
    bodyLimits: () => ({ maxBytes: maxBodyBytes(config.server), timeoutMs: config.server.request_timeout_ms }),
    requestTimeoutMs: () => config.server.request_timeout_ms,
    log: (message, { id, error }) => log.error(`call ${id}: ${message}`, error),
  });

  const callerOf = (headers: Parameters<typeof identify>[0], changesState: boolean): Caller => {
    const found = identify(headers, changesState);
    if ('refused' in found) throw new PlimsollError(found.refused, found.detail);
    if (!dataPlaneRoles.includes(found.caller.role)) throw new PlimsollError('forbidden', `It takes one of the roles ${dataPlaneRoles.join(', ')}.`);
    return found.caller;
  };
  const batches = startBatches({
    store,
    config,
    pipeline,
    callers: inProcess,
    passThrough: createPassThrough({
      deferring: createDeferPipeline(parts),
      // Noted once it has come: had it been noted as begun, a crash would leave a second record of it.
      answering: createAnsweredPipeline({ ...parts, record: { ...parts.record, keeper: { ...parts.record.keeper, begin: () => Promise.resolve() } } }),
      models: () => catalogue.models,
      callers: inProcess,
      maxBodyBytes: () => maxBodyBytes(config.server),
    }),
    callerOf,
    liveCalls: dataPlane.inFlight,
    worker: holders.own,
    earlier: holders.earlier,
    log: log.warn,
  });
  const spendRules = config.spend ?? spendConfig.parse({});
  const { pause_at: pauseAt } = config.batches;
  const pager = startPager({
    db: store.db,
    service: config.service,
    owner: config.owner?.name ?? null,
    channels: channelsOf(config.owner, secret),
    thresholds: [...new Set([...spendRules.page_at, ...(pauseAt === undefined ? [] : [pauseAt])])].map((share) => Number.parseInt(share, 10)),
    rateTimes: spendRules.page_at_rate,
    onAlarm: async ({ tenant, threshold, observed }) => {
      if (pauseAt === undefined || observed || (threshold !== null && threshold < Number.parseInt(pauseAt, 10))) return;
      const paused = await batches.operator.holdAll(tenant, true);
      log.warn(`batches: ${paused} paused by a cost alarm, and all that are created from now on; \`plimsoll batches resume\` lets them go on`);
    },
    budgets: () => spend.book.inForce,
    log: log.warn,
  });

  const startedAt = Date.now();
  const samples = loaded.builtIn ? loadSamples(exampleFolder()) : [];
  const control = createControlPlane({
    identify,
    sessions,
    keys: createKeyService({ store: keyStore, table: keys }),
    budgets: spend.book,
    alerts: (tenant) => listAlerts(store.db, tenant, mostAlertsShown),
    testPage: () => pager.test(),
    cache: { mode: config.cache?.mode ?? null, semantic: config.cache?.semantic === undefined ? null : (config.cache.semantic.embedder ?? 'built-in'), toldApart, figures: (tenant) => replies.figures(tenant), invalidate: async (tenant, where) => {
        const forgotten = replies.invalidate(tenant, where);
        await replyStore?.forget(tenant, where);
        return forgotten;
      },
    },
    spendHistory: (ask) => readSpendHistory(store.db, ask),
    attribution: attributionReports({ db: store.db, models: catalogue.models, routes: catalogue.routes, timeZone: () => spend.book.timeZone }),
    limits: { view: limits.view, sharing: limits.sharing },
    spend: async (tenant) => describeSpend(spend.book, await readStandings(store.db, new Date(), mostAccountsShown), spend.purse.leases(), tenant, Date.now()),
    overview: (query, tenant) => readOverview(store.db, query, tenant),
    traces: (query, tenant) => listTraces(store.db, query, tenant),
    trace: (id, tenant) => findTrace(store.db, id, tenant),
    system: async () => describeSystem({ loaded, catalogue, samples, store: { kind: store.kind, ok: await store.healthy() }, backlog: spool.backlog() }),
    batches: batches.operator,
    providers: () => describeProviders(catalogue.models, performance.now(), Date.now()),
    version: plimsollVersion,
    onUnexpected: ({ requestId, method, path, error }) => log.error(`${method} ${path} (${requestId})`, error),
  });

  const listener = getRequestListener((request, bindings) => control.fetch(request, isHttp1(bindings) ? bindings : {}));
  let draining = false;
  const http = createHttpServer({
    dataPlane,
    models: (id, headers) => {
      callerOf(headers, false);
      return id === null ? listModels(catalogue.offered, startedAt) : findModel(catalogue.offered, startedAt, id);
    },
    batches: batches.http,
    control: (request, response) => void listener(request, response),
    console: await loadConsole(consoleFolder(), consoleHeaders),
    metrics: () => telemetry.prometheus(),
    // A store that is away does not make us unready: calls go on without it, and every replica would leave at once.
    ready: async () => ({ ready: !draining, checks: { accepting: !draining, store: await store.healthy() } }),
  });
  const url = await listen(http.server, environment.host, environment.port);
  const retention = startRetention(store.db, config.traces.keep_days, log.warn);
  const readingHours = startReadingHours(store.db, log.warn);
  for (const warning of firstKeys.warnings) log.warn(warning);
  catalogue.warm(log.warn);

  return {
    url,
    firstKeys,
    environment,
    configFile: loaded.file,
    builtInExample: loaded.builtIn,
    firstModel: catalogue.offered[0]?.name ?? '',
    close: async () => {
      draining = true;
      const closed = http.close();
      const over = setTimeout(() => dataPlane.abortAll(), environment.drainMs);
      await Promise.all([dataPlane.idle(), batches.stop(environment.drainMs)]);
      clearTimeout(over);
      http.destroyAll();
      await closed;
      retention.stop();
      readingHours.stop();
      await catalogue.close(closeGraceMs);
      await keys.close();
      await pager.stop();
      await limits.close();
      await replyStore?.close();
      stopClosing();
      await spend.close();
      await spool.close(closeGraceMs);
      await telemetry.close(closeGraceMs);
      await store.close();
    },
  };
};

export interface MainOptions {
  readonly configFile?: string;
  readonly port?: number;
  readonly host?: string;
  readonly dataFolder?: string;
}

/** Runs the server until it is told to stop. What is not given is read from the environment. Resolves when it has drained. */
export const main = async ({ configFile, port, host, dataFolder }: MainOptions = {}): Promise<void> => {
  const chosen = {
    ...process.env,
    ...(configFile === undefined ? {} : { PLIMSOLL_CONFIG: configFile }),
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...(host === undefined ? {} : { HOST: host }),
    ...(dataFolder === undefined ? {} : { PLIMSOLL_DATA: dataFolder }),
  };
  const workingDir = process.cwd();
  let running: RunningServer;
  try {
    running = await startServer({ environment: readEnvironment(chosen, workingDir), workingDir });
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : `Plimsoll could not start: ${error instanceof Error ? error.message : String(error)}`}\n`);
    process.exit(1);
  }
  process.stdout.write(greeting(running));
  await stopSignal();
  process.stderr.write('Draining; a second signal ends it at once.\n');
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
  await running.close();
};

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

if (import.meta.main) {
  tuneProcess();
  await main();
  process.exit(0);
}
