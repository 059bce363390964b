/**
 * What a job may say while it runs, from the child's side: pieces leave only as far as the reader's credit goes,
 * and a job that was cancelled stops at its next word.
 */
import { pieceWindow, type JobReport } from './child-protocol.ts';

/** The job was cancelled; nobody waits for it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export class AnswerWriter {
  readonly id: number;
  readonly #send: (report: JobReport) => void;
  readonly #abort = new AbortController();
  #credit = pieceWindow;
  #wake: (() => void)[] = [];

  constructor(id: number, send: (report: JobReport) => void) {
    this.id = id;
    this.#send = send;
  }

  /** Aborted when the job is cancelled. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  cancel(): void {
    this.#abort.abort(new Cancelled());
    this.#wakeAll();
  }

  grant(count: number): void {
    this.#credit += count;
    this.#wakeAll();
  }

  #wakeAll(): void {
    const sleeping = this.#wake;
    this.#wake = [];
    sleeping.forEach((wake) => wake());
  }

  /** Sends a report that is not counted. */
  tell(report: JobReport): void {
    if (!this.#abort.signal.aborted) this.#send(report);
  }

  /**
   * Sends a counted report, once there is credit for it.
   * @throws Cancelled
   */
  async write(report: Extract<JobReport, { readonly type: 'piece' | 'call' }>): Promise<void> {
    while (this.#credit <= 0 && !this.#abort.signal.aborted) await new Promise<void>((resolve) => this.#wake.push(resolve));
    this.#abort.signal.throwIfAborted();
    this.#credit -= 1;
    this.#send(report);
  }
}
