/**
 * The process that holds one local model; started by `child-link.ts`, spoken to over IPC. llama.cpp may abort it at any time.
 */
import process from 'node:process';
import { AnswerWriter, Cancelled } from './answer-writer.ts';
import type { LoadOrder, Order, Report } from './child-protocol.ts';
import { GgufError } from './gguf-header.ts';
import type { LoadedModel } from './loaded-model.ts';
import { checkModelFile } from './model-file.ts';

const send = (report: Report): void => {
  // Errors of a closed channel are met by 'disconnect'.
  if (process.connected) process.send?.(report, undefined, {}, () => undefined);
};

/** Without the server there is nobody to work for. A hard end, because native threads may be busy. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Loading the library takes most of the time of a start, so it begins before there is a model to load. */
const startLibrary = async () => {
  const [library, models] = await Promise.all([import('node-llama-cpp'), import('./loaded-model.ts')]);
  const llama = await library.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: library.LlamaLogLevel.warn,
    logger: (level, message) => send({ type: 'log', line: `llama.cpp ${level}: ${message}`.slice(0, 1000) }),
  });
  return { llama, models };
};
const library = startLibrary();
library.catch(() => undefined);

const load = async (order: LoadOrder): Promise<LoadedModel> => {
  const [{ llama, models }, { verified }] = await Promise.all([library, checkModelFile(order.file, order.sha256, order.verifiedIdentity)]);
  if (verified !== null) send({ type: 'verified', identity: verified });
  llama.maxThreads = order.threads;
  return models.LoadedModel.load(llama, order);
};

const writers = new Map<number, AnswerWriter>();
let model: LoadedModel | null = null;

const run = async (id: number, work: (loaded: LoadedModel, writer: AnswerWriter) => Promise<void>): Promise<void> => {
  const writer = new AnswerWriter(id, send);
  writers.set(id, writer);
  try {
    if (model === null) throw new Error('a job came before the model');
    await work(model, writer);
    writer.tell({ type: 'done', id });
  } catch (error) {
    if (error instanceof Cancelled || writer.signal.aborted) return;
    const { JobRefused } = await import('./loaded-model.ts');
    if (error instanceof JobRefused) return writer.tell({ type: 'failed', id, code: error.code, detail: error.message });
    send({ type: 'log', line: `a request failed: ${describe(error)}` });
    writer.tell({ type: 'failed', id, code: 'provider_failed', detail: '' });
  } finally {
    writers.delete(id);
  }
};

const obey = async (order: Order): Promise<void> => {
  switch (order.type) {
    case 'load':
      try {
        model = await load(order.load);
        return send({ type: 'ready', facts: { contextSize: model.contextSize } });
      } catch (error) {
        // A file system error's message holds the path; its code says as much.
        const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
        return send({ type: 'unloadable', reason: error instanceof GgufError || code === null ? describe(error) : code });
      }
    case 'chat':
      return run(order.id, (loaded, writer) => loaded.chat(order.job, writer));
    case 'embed':
      return run(order.id, (loaded, writer) => loaded.embed(order, writer));
    case 'cancel':
      return writers.get(order.id)?.cancel();
    case 'credit':
      return writers.get(order.id)?.grant(order.count);
  }
};

process.on('message', (order: Order) => void obey(order));
