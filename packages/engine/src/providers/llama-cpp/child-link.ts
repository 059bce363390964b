/**
 * One process that holds one model: started, spoken to, and watched until it ends. It inherits no secrets,
 * and whatever happens in it ends here as an error of the catalogue.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PlimsollError } from '@plimsoll/contract/errors';
import { readReport, type LoadOrder, type ModelFacts, type Order, type Report } from './child-protocol.ts';
import { JobChannel } from './job-channel.ts';
import { LogTap } from './log-tap.ts';

/** The child's entry stands beside this file, as source or compiled. */
const entry = fileURLToPath(new URL(`./llama-child.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));

/** All that the child sees of the server's environment: nothing that could hold a secret. */
const inheritedVariables = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'LANG', 'SystemRoot', 'USERPROFILE'];

const childEnvironment = (): NodeJS.ProcessEnv => {
  // Without a backtrace llama.cpp aborts at once, and starts no debugger to make one.
  const environment: NodeJS.ProcessEnv = { GGML_NO_BACKTRACE: '1' };
  for (const name of inheritedVariables) if (process.env[name] !== undefined) environment[name] = process.env[name];
  return environment;
};

export interface ChildLinkOptions {
  readonly loadTimeoutMs: number;
  readonly log: (line: string) => void;
  /** The file's content matched its hash. */
  readonly onVerified: (identity: string) => void;
}

export class ChildLink {
  /** Rejects with `model_unavailable` when the model could not be loaded. */
  readonly ready: Promise<ModelFacts>;
  /** Resolves when the process has ended; never rejects. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #options: ChildLinkOptions;
  readonly #jobs = new Map<number, JobChannel>();
  readonly #settleReady: { resolve: (facts: ModelFacts) => void; reject: (error: unknown) => void };
  #alive = true;
  /** We ended it, and said why where that was news. */
  #ended = false;

  constructor(options: ChildLinkOptions) {
    this.#options = options;
    const { promise, resolve, reject } = Promise.withResolvers<ModelFacts>();
    this.ready = promise;
    this.ready.catch(() => undefined);
    this.#settleReady = { resolve, reject };
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    const tap = new LogTap(options.log);
    child.stdout?.on('data', (bytes: Buffer) => tap.write(bytes));
    child.stderr?.on('data', (bytes: Buffer) => tap.write(bytes));
    child.on('message', (message) => this.#onMessage(readReport(message), tap));
    child.on('error', (error) => options.log(`the model's process: ${error.message}`));
    this.exited = new Promise((resolveExit) => {
      // 'error' without 'exit' is a process that could not be started at all.
      const onEnd = (how: string): void => {
        if (!this.#alive) return;
        this.#alive = false;
        tap.end();
        this.#onEnd(how);
        resolveExit();
      };
      child.once('exit', (code, signal) => onEnd(signal === null ? `code ${code}` : `signal ${signal}`));
      child.once('error', () => onEnd('no start'));
    });
  }

  /** Has the model loaded; `ready` tells when it is. A process may be started long before, to save its start-up later. */
  load(load: LoadOrder): void {
    const { loadTimeoutMs, log } = this.#options;
    const overdue = setTimeout(() => {
      log(`the model was not loaded within ${loadTimeoutMs} ms`);
      this.kill();
    }, loadTimeoutMs);
    const settled = (): void => clearTimeout(overdue);
    this.ready.then(settled, settled);
    this.#send({ type: 'load', load });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Sends a job; its reports arrive in the channel until `release`. */
  start(order: Extract<Order, { readonly id: number }>): JobChannel {
    const { id } = order;
    const channel = new JobChannel((count) => this.#send({ type: 'credit', id, count }));
    if (!this.#alive) channel.fail(new PlimsollError('model_crashed'));
    else {
      this.#jobs.set(id, channel);
      this.#send(order);
    }
    return channel;
  }

  /** Forgets a job; one still under way is stopped. */
  release(id: number): void {
    if (this.#jobs.delete(id)) this.#send({ type: 'cancel', id });
  }

  /** Ends the process; it holds nothing that would need saving. */
  kill(): void {
    this.#ended = true;
    this.#child.kill('SIGKILL');
  }

  #send(order: Order): void {
    // A process that ended meanwhile is dealt with by its 'exit' event.
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }

  #onMessage(report: Report | null, tap: LogTap): void {
    if (report === null) return this.#distrust('it sent a message of no known form');
    switch (report.type) {
      case 'ready':
        return this.#settleReady.resolve(report.facts);
      case 'unloadable':
        this.#options.log(`cannot be loaded: ${report.reason}`);
        return this.kill();
      case 'verified':
        return this.#options.onVerified(report.identity);
      case 'log':
        return tap.line(report.line);
      default: {
        const channel = this.#jobs.get(report.id);
        if (report.type === 'done' || report.type === 'failed') this.#jobs.delete(report.id);
        if (channel !== undefined && !channel.push(report)) this.#distrust('it sent more than it was asked for');
      }
    }
  }

  #distrust(why: string): void {
    this.#options.log(`the model's process is ended: ${why}`);
    this.kill();
  }

  #onEnd(how: string): void {
    if (!this.#ended) this.#options.log(`the model's process ended (${how})`);
    this.#settleReady.reject(new PlimsollError('model_unavailable'));
    for (const channel of this.#jobs.values()) channel.fail(new PlimsollError('model_crashed'));
    this.#jobs.clear();
  }
}
