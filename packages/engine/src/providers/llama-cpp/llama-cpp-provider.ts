/**
 * The `llama.cpp` provider: a GGUF file on this machine, run by a supervised process, spoken to in OpenAI's protocol.
 * A crash of that process fails the answers that had begun and nothing else; requests that had not begun are done by its successor.
 */
import { isAbsolute } from 'node:path';
import { PlimsollError } from '@plimsoll/contract/errors';
import { localProvider } from '@plimsoll/contract/local-provider';
import type { Provider, UpstreamReply, UpstreamRequest } from '../../provider.ts';
import { asksForUsage, ChatAnswer } from './chat-answer.ts';
import { readChatJob } from './chat-job.ts';
import { chatStream } from './chat-stream.ts';
import type { ChildLink } from './child-link.ts';
import type { JobReport, Order } from './child-protocol.ts';
import { embeddingsAnswer, readEmbeddingsInputs } from './embeddings-answer.ts';
import type { JobChannel } from './job-channel.ts';
import { Supervisor } from './supervisor.ts';

export interface LlamaCppOptions {
  /** The model's name in plimsoll.yaml, for the log. */
  readonly name: string;
  /** Absolute path of the GGUF file. */
  readonly file: string;
  /** Hex; the file is not loaded when its content has another hash. */
  readonly sha256?: string;
  /** Tokens of prompt and answer together. Default: the model's own, at most 4,096. */
  readonly contextSize?: number;
  /** More than the machine's free cores makes everything slower. Default: 1. */
  readonly threads?: number;
  /** Answers generated at the same time in one batch; each holds memory for a context of its own. Default: 8. */
  readonly parallel?: number;
  /** From the order to load the model to its being ready. */
  readonly loadTimeoutMs: number;
  /** Keep a started, empty process at hand (about 100 MB) that takes over at once when the model's process ends. Default: true. */
  readonly standby?: boolean;
  readonly log: (line: string) => void;
}

export interface LlamaCppProvider extends Provider {
  /**
   * Loads the model ahead of the first request.
   * @throws PlimsollError `model_unavailable`
   */
  readonly warm: () => Promise<void>;
  /** Process id of the model's process, null while there is none. */
  readonly pid: () => number | null;
}

/** Requests beyond those in the batch that may wait for a place in it. */
const longestQueue = 64;

/** One job under way: its reports, and what to call when it is over or no longer wanted. */
interface Job {
  readonly channel: JobChannel;
  readonly release: () => void;
}

const json = (body: unknown): Uint8Array => Buffer.from(JSON.stringify(body));

const isCrash = (error: unknown): boolean => error instanceof PlimsollError && error.code === 'model_crashed';

/** Starts a job on a process and ties it to the caller's signal. */
const startOn = (link: ChildLink, order: Extract<Order, { readonly id: number }>, signal: AbortSignal): Job => {
  const channel = link.start(order);
  const onAbort = (): void => {
    channel.fail(signal.reason);
    link.release(order.id);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    channel,
    release: () => {
      signal.removeEventListener('abort', onAbort);
      link.release(order.id);
    },
  };
};

/**
 * A provider for one model file. Its process starts with the first call, or with `warm`.
 * @throws TypeError when `file` is not absolute.
 */
export const createLlamaCppProvider = (options: LlamaCppOptions): LlamaCppProvider => {
  if (!isAbsolute(options.file)) throw new TypeError('the model file must be named by an absolute path');
  const parallel = options.parallel ?? 8;
  const log = (line: string): void => options.log(`${options.name}: ${line}`);
  const supervisor = new Supervisor({
    load: {
      file: options.file,
      sha256: options.sha256 ?? null,
      contextSize: options.contextSize ?? null,
      threads: options.threads ?? 1,
      parallel,
    },
    loadTimeoutMs: options.loadTimeoutMs,
    standby: options.standby ?? true,
    log,
  });
  let underWay = 0;
  let closing = false;
  let idle: (() => void) | null = null;

  /** Counts a request as under way; what it returns ends that, however often it is called. */
  const enter = (): (() => void) => {
    underWay += 1;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      underWay -= 1;
      if (underWay === 0) idle?.();
    };
  };

  /** Waits for a process and for the job's first report; a job that had not begun when its process ended is given to the next one, once. */
  const begin = async (makeOrder: (id: number) => Extract<Order, { readonly id: number }>, signal: AbortSignal): Promise<Job & { first: JobReport }> => {
    for (let attempt = 0; ; attempt += 1) {
      const { link } = await abortable(supervisor.ready(), signal);
      signal.throwIfAborted();
      const job = startOn(link, makeOrder(supervisor.nextId()), signal);
      try {
        return { ...job, first: await job.channel.next() };
      } catch (error) {
        job.release();
        if (!isCrash(error) || attempt > 0) throw error;
      }
    }
  };

  const chat = async (request: UpstreamRequest, leave: () => void): Promise<UpstreamReply> => {
    const order = readChatJob(request.body);
    const answer = new ChatAnswer(request.model, order.seeds.length, order.topLogprobs !== null);
    const job = await begin((id) => ({ type: 'chat', id, job: order }), request.signal);
    answer.take(job.first);
    if (request.stream) {
      const withUsage = asksForUsage(request.body);
      const over = (): void => {
        job.release();
        leave();
      };
      return { status: 200, headers: { 'content-type': 'text/event-stream' }, body: chatStream(job.channel, answer, withUsage, over) };
    }
    try {
      for (let report = await job.channel.next(); report.type !== 'done'; report = await job.channel.next()) answer.take(report);
      return { status: 200, headers: { 'content-type': 'application/json' }, body: json(answer.whole()) };
    } finally {
      job.release();
    }
  };

  const embeddings = async (request: UpstreamRequest): Promise<UpstreamReply> => {
    const inputs = readEmbeddingsInputs(request.body);
    const job = await begin((id) => ({ type: 'embed', id, inputs }), request.signal);
    job.release();
    if (job.first.type !== 'embedded') throw new PlimsollError('internal');
    const body = embeddingsAnswer(request.body, request.model, job.first.vectors, job.first.promptTokens);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: json(body) };
  };

  return {
    kind: localProvider,
    operations: ['chat', 'embeddings'],
    call: async (request) => {
      request.signal.throwIfAborted();
      if (request.operation === 'messages') throw new PlimsollError('unsupported', 'A local model speaks chat and embeddings.');
      if (closing) throw new PlimsollError('model_unavailable');
      if (underWay >= parallel + longestQueue) throw new PlimsollError('overloaded', undefined, { retryAfterS: 1 });
      const leave = enter();
      try {
        const reply = request.operation === 'embeddings' ? await embeddings(request) : await chat(request, leave);
        if (reply.body instanceof Uint8Array) leave();
        // A stream that nobody reads is over when its caller has left.
        else request.signal.addEventListener('abort', leave, { once: true });
        return reply;
      } catch (error) {
        leave();
        throw error;
      }
    },
    close: async (graceMs) => {
      closing = true;
      if (underWay > 0) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          idle = resolve;
          timer = setTimeout(resolve, graceMs);
        });
        clearTimeout(timer);
      }
      await supervisor.close();
    },
    warm: async () => {
      await supervisor.ready();
    },
    pid: () => supervisor.pid,
  };
};

/** Rejects with the signal's reason as soon as it is aborted; the promise itself goes on. */
const abortable = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
