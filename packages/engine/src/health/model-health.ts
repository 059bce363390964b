/**
 * What this server has seen of a model lately: whether it answers, how fast, how much is under way. One for each model of plimsoll.yaml,
 * which is one provider, key, upstream model and region. In this process's memory: replicas learn each for itself.
 */
import type { ErrorCode } from '@plimsoll/contract/errors';
import type { Account } from '../reply.ts';
import { Breaker, refused, type BreakerState } from './breaker.ts';
import { PeakEwma } from './peak-ewma.ts';
import { isFailureOfModel } from './judge-error.ts';

export interface HealthView {
  readonly state: BreakerState;
  readonly failures: number;
  readonly lastError: ErrorCode | null;
  readonly inFlight: number;
  /** null where nothing was measured yet. */
  readonly beginsInMs: number | null;
  readonly answersInMs: number | null;
  readonly openedAtMs: number | null;
  /** When a call may be made that may not be made now; null where it may. */
  readonly nextAtMs: number | null;
}

/** For a model that nobody knows yet, where it has work already. */
const unknownMs = 1000;

export class ModelHealth {
  readonly #breaker: Breaker;
  /** Until a stream begins, and until a whole answer is there: the first is no measure of the second. */
  readonly #beginning = new PeakEwma();
  readonly #whole = new PeakEwma();
  #inFlight = 0;
  #lastError: ErrorCode | null = null;

  constructor(breaker: Breaker = new Breaker()) {
    this.#breaker = breaker;
  }

  get lastError(): ErrorCode | null {
    return this.#lastError;
  }

  get restsUntilMs(): number {
    return this.#breaker.restsUntilMs;
  }

  admits(nowMs: number): boolean {
    return this.#breaker.admits(nowMs);
  }

  nextAtMs(nowMs: number): number {
    return this.#breaker.nextAtMs(nowMs);
  }

  /** @returns a ticket for exactly one of `began` (and then `ended`), `answered`, `failed` and `undecided`; or `refused` */
  admit(nowMs: number): number {
    const ticket = this.#breaker.admit(nowMs);
    if (ticket !== refused) this.#inFlight += 1;
    return ticket;
  }

  /** A whole reply. @param isAnswer false for one that turns the request down, which is soon done */
  answered(ticket: number, isAnswer: boolean, tookMs: number, nowMs: number): void {
    this.#inFlight -= 1;
    if (this.#breaker.began(ticket)) this.#forget();
    else this.#breaker.succeeded(ticket, nowMs);
    if (isAnswer) this.#whole.observe(tookMs, nowMs);
  }

  /** A stream has begun. */
  began(ticket: number, tookMs: number, nowMs: number): void {
    if (this.#breaker.began(ticket)) this.#forget();
    this.#beginning.observe(tookMs, nowMs);
  }

  /** The stream has ended. */
  ended(ticket: number, { outcome, errorCode }: Pick<Account, 'outcome' | 'errorCode'>, nowMs: number): void {
    this.#inFlight -= 1;
    if (outcome === 'ok') return this.#breaker.succeeded(ticket, nowMs);
    if (errorCode === null || !isFailureOfModel(errorCode)) return this.#breaker.undecided(ticket);
    this.#lastError = errorCode;
    this.#beginning.penalise(0, nowMs);
    this.#breaker.failed(ticket, nowMs);
  }

  /** No reply came, and that is the model's fault. */
  failed(ticket: number, code: ErrorCode, stream: boolean, tookMs: number, nowMs: number): void {
    this.#inFlight -= 1;
    this.#lastError = code;
    (stream ? this.#beginning : this.#whole).penalise(tookMs, nowMs);
    this.#breaker.failed(ticket, nowMs);
  }

  /** The model is well, and wants to be left alone for a while. */
  limited(ticket: number, code: ErrorCode, forMs: number, nowMs: number): void {
    this.#inFlight -= 1;
    this.#lastError = code;
    this.#breaker.undecided(ticket);
    this.#breaker.rest(nowMs + forMs);
  }

  /** Nobody can say: the caller left, or the call never went out. @param waitedMs for the model; 0 where it was not asked */
  undecided(ticket: number, stream: boolean, waitedMs: number, nowMs: number): void {
    this.#inFlight -= 1;
    this.#breaker.undecided(ticket);
    if (waitedMs > 0) (stream ? this.#beginning : this.#whole).atLeast(waitedMs, nowMs);
  }

  /** What a call more would cost: of equals, the cheapest is likely to answer first. */
  cost(stream: boolean, nowMs: number): number {
    const latency = stream ? this.#beginning : this.#whole;
    return latency.isKnown ? latency.at(nowMs) * (this.#inFlight + 1) : unknownMs * this.#inFlight;
  }

  view(nowMs: number): HealthView {
    const nextAtMs = this.#breaker.nextAtMs(nowMs);
    return {
      state: this.#breaker.state,
      failures: this.#breaker.failuresInWindow(nowMs),
      lastError: this.#lastError,
      inFlight: this.#inFlight,
      beginsInMs: this.#beginning.isKnown ? this.#beginning.at(nowMs) : null,
      answersInMs: this.#whole.isKnown ? this.#whole.at(nowMs) : null,
      openedAtMs: this.#breaker.openedAtMs,
      nextAtMs: nextAtMs > nowMs ? nextAtMs : null,
    };
  }

  /** A model that is well again is not held to how it was. */
  #forget(): void {
    this.#beginning.forget();
    this.#whole.forget();
  }
}
