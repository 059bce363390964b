/**
 * The reports of one job on their way from the child to whoever reads the answer. Holds at most a window of them:
 * the child may send more only as the reader takes some, so a slow reader pauses the generation instead of filling memory.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { pieceWindow, type JobReport } from './child-protocol.ts';

/** More than an honest child can have under way: a window of pieces, and begin, end and done beside them. */
const mostHeld = pieceWindow * 2 + 64;
/** Credit is given back in lots, so that not every piece costs a message. */
const creditLot = pieceWindow / 4;

export class JobChannel {
  readonly #reports: JobReport[] = [];
  readonly #giveCredit: (count: number) => void;
  #error: unknown = null;
  #wake: (() => void) | null = null;
  #taken = 0;

  constructor(giveCredit: (count: number) => void) {
    this.#giveCredit = giveCredit;
  }

  /** @returns false when the child sent more than its window allows: it is not to be trusted any longer. */
  push(report: JobReport): boolean {
    if (this.#reports.length >= mostHeld) return false;
    this.#reports.push(report);
    this.#wake?.();
    return true;
  }

  /** Ends the job: reports already here are still read, then `error` is thrown. */
  fail(error: unknown): void {
    this.#error ??= error;
    this.#wake?.();
  }

  /**
   * The next report, waiting for it. One reader at a time.
   * @throws PlimsollError what the child reported as failed, or what `fail` was given.
   */
  async next(): Promise<JobReport> {
    while (this.#reports.length === 0) {
      if (this.#error !== null) throw this.#error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    const report = this.#reports.shift();
    if (report === undefined) throw new PlimsollError('internal');
    if (report.type === 'failed') throw new PlimsollError(report.code, report.detail === '' ? undefined : report.detail);
    if (report.type === 'piece' || report.type === 'call') this.#count();
    return report;
  }

  #count(): void {
    this.#taken += 1;
    if (this.#taken < creditLot) return;
    this.#giveCredit(this.#taken);
    this.#taken = 0;
  }
}
