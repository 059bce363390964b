/** A process of the bench: started on its core, its output kept in a file, stopped for good when the bench ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from './cores.ts';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly core: number | null;
  /** Where its output is kept, as `<name>.log`. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Opens a message channel; only for processes that are part of the bench. */
  readonly channel?: boolean;
}

/** A process that has been asked to end is killed after this. */
const graceMs = 15_000;

const running = new Set<Child>();

export class Child {
  readonly name: string;
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #logFile: string;
  readonly #ended: Promise<void>;
  #over = false;

  /** @throws Error when the command cannot be started. */
  constructor(options: ChildOptions) {
    this.name = options.name;
    this.#logFile = join(options.folder, `${options.name}.log`);
    const log = openSync(this.#logFile, 'a');
    const { command, args } = pinned(options.core, options.command, options.args);
    this.#process = spawn(command, args, {
      stdio: options.channel === true ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
      // Its own process group: Ctrl-C reaches the bench alone, which then stops everything in order.
      detached: true,
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      const over = (): void => {
        this.#over = true;
        running.delete(this);
        resolve();
      };
      this.#process.once('exit', over);
      this.#process.once('error', over);
    });
    if (this.#process.pid === undefined) throw new Error(`${this.name} cannot be started: is ${options.command} installed?`);
    this.pid = this.#process.pid;
    running.add(this);
  }

  get over(): boolean {
    return this.#over;
  }

  /** The last lines that it wrote, for an error message. */
  logTail(): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-24).join('\n');
  }

  /**
   * Waits for the next message, sending one first where one is given.
   * @throws Error when the process ends first, says nothing within `deadlineMs`, or something that was not expected.
   */
  receive<Message>(deadlineMs: number, isExpected: (message: unknown) => message is Message, message?: object): Promise<Message> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void): void => {
        clearTimeout(timer);
        this.#process.off('message', onMessage);
        act();
      };
      const onMessage = (reply: unknown): void =>
        end(() => (isExpected(reply) ? resolve(reply) : reject(new Error(`${this.name} is out of step: ${JSON.stringify(reply)}`))));
      const timer = setTimeout(() => end(() => reject(new Error(`${this.name} said nothing for ${deadlineMs} ms`))), deadlineMs);
      this.#process.on('message', onMessage);
      void this.#ended.then(() => end(() => reject(new Error(`${this.name} has ended:\n${this.logTail()}`))));
      if (message !== undefined) this.#process.send(message);
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Asks it to end, then insists. */
  async stop(): Promise<void> {
    if (this.#over) return;
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), graceMs);
    await this.#ended;
    clearTimeout(timer);
  }
}

/** Stops every process that is still running. */
export const stopAll = async (): Promise<void> => {
  await Promise.all([...running].map((child) => child.stop()));
};

/** Ends them at once, for when the bench itself is torn down. */
export const killAll = (): void => {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
};
