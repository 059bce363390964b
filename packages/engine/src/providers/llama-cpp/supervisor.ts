/**
 * Keeps a process with the model running: starts it when it is first needed, starts it again when it ends, and leaves it
 * alone for a while when it keeps ending. The server itself never shares a process with llama.cpp, which aborts on bad files.
 */
import { setImmediate } from 'node:timers/promises';
import { PlimsollError } from '@plimsoll/contract/errors';
import { ChildLink } from './child-link.ts';
import type { LoadOrder, ModelFacts } from './child-protocol.ts';
import { RestartPolicy } from './restart-policy.ts';

export interface SupervisorOptions {
  readonly load: Omit<LoadOrder, 'verifiedIdentity'>;
  readonly loadTimeoutMs: number;
  /** Keep a second process started but empty, to take over at once. */
  readonly standby: boolean;
  readonly log: (line: string) => void;
}

/** The spare process starts when the first answers are on their way. */
const standbyAfterMs = 250;

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #policy = new RestartPolicy();
  #link: ChildLink | null = null;
  #spare: ChildLink | null = null;
  #spareTimer: NodeJS.Timeout | undefined;
  #verifiedIdentity: string | null = null;
  #closed = false;
  #lastId = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Process id of the child, for tests and logs; null while there is none. */
  get pid(): number | null {
    return this.#link?.pid ?? null;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /**
   * The process, once its model is loaded; started when there is none.
   * @throws PlimsollError `model_unavailable` when it cannot be loaded or the last failure was too recent, and after close.
   */
  async ready(): Promise<{ link: ChildLink; facts: ModelFacts }> {
    if (this.#closed) throw new PlimsollError('model_unavailable');
    // A process that was killed is replaced when its end is known, which is a moment later.
    while (this.#link !== null && !this.#link.alive) await setImmediate();
    const link = this.#link ?? this.#tryStart();
    return { link, facts: await link.ready };
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#spareTimer);
    const links = [this.#link, this.#spare].filter((link) => link !== null);
    links.forEach((link) => link.kill());
    await Promise.all(links.map((link) => link.exited));
  }

  #tryStart(): ChildLink {
    const waitMs = this.#policy.waitMs(performance.now());
    if (waitMs > 0) throw new PlimsollError('model_unavailable', undefined, { retryAfterS: Math.ceil(waitMs / 1000) });
    return this.#start();
  }

  #fork(): ChildLink {
    return new ChildLink({
      loadTimeoutMs: this.#options.loadTimeoutMs,
      log: this.#options.log,
      onVerified: (identity) => {
        this.#verifiedIdentity = identity;
      },
    });
  }

  #start(): ChildLink {
    const { load, log } = this.#options;
    const startedMs = performance.now();
    const link = this.#spare?.alive === true ? this.#spare : this.#fork();
    this.#spare = null;
    this.#link = link;
    link.load({ ...load, verifiedIdentity: this.#verifiedIdentity });
    void this.#watch(link, startedMs, log);
    return link;
  }

  /** Follows a process from its start to its end, and decides what comes after. */
  async #watch(link: ChildLink, startedMs: number, log: (line: string) => void): Promise<void> {
    let loaded = false;
    try {
      const { contextSize } = await link.ready;
      loaded = true;
      log(`ready after ${Math.round(performance.now() - startedMs)} ms, context ${contextSize} tokens`);
      this.#prepareSpare();
    } catch {
      // Whoever waits for the model is told by `ready` itself.
    }
    await link.exited;
    this.#link = null;
    if (this.#closed) return;
    const nowMs = performance.now();
    if (!loaded) this.#policy.unloadable(nowMs);
    else if (this.#policy.crashed(nowMs, nowMs - startedMs)) this.#start();
  }

  #prepareSpare(): void {
    if (!this.#options.standby || this.#closed || this.#spare !== null) return;
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => {
      if (!this.#closed) this.#spare = this.#fork();
    }, standbyAfterMs);
    this.#spareTimer.unref();
  }
}
