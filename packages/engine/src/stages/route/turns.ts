/**
 * Whose turn it is: step by step through a route, within a group of equals the one that is likely to answer first, passing over whoever may
 * not be asked now. When all have had their turn and none answered, those who may do better in a moment get another, after a wait.
 * Nobody is asked twice while somebody was not asked once.
 */
import type { PlimsollError } from '@plimsoll/contract/errors';
import type { Received } from '../../exchange.ts';
import { backoffMs } from '../../health/backoff.ts';
import { cheaperOfTwo, othersByCost } from '../../health/balance.ts';
import { refused } from '../../health/breaker.ts';
import { isPassing } from '../../health/judge-error.ts';
import type { Model, Route } from '../../model.ts';
import type { Waiting } from './waiting.ts';

interface Later {
  readonly model: Model;
  /** Not asked before. */
  readonly atMs: number;
}

export class Turns {
  readonly #route: Route;
  readonly #stream: boolean;
  readonly #waiting: Waiting;
  #step = 0;
  /** The group in which a turn was taken, whose others are still to come. */
  #group: readonly Model[] | null = null;
  #taken = -1;
  #others: Model[] | null = null;
  #round = 0;
  /** Who may do better in the next round. */
  #again: Later[] | null = null;
  /** Who is still to be asked in this round, from the second on. */
  #queue: Later[] | null = null;
  /** Its ticket from `admit`; good once `next` or `again` said yes. */
  ticket = refused;
  /** Until then, the route's first. */
  model: Model;

  constructor(route: Route, first: Model, stream: boolean, waiting: Waiting) {
    this.#route = route;
    this.model = first;
    this.#stream = stream;
    this.#waiting = waiting;
  }

  /** Gives the turn to the next who may be asked at once. @returns false when there is none */
  next(nowMs: number): boolean {
    for (;;) {
      const model = this.#nextInOrder(nowMs);
      if (model === null) return false;
      if (this.#take(model, nowMs)) return true;
      // Its provider said when to come again, and perhaps that is soon.
      const { restsUntilMs } = model.health;
      if (restsUntilMs > nowMs && restsUntilMs - nowMs <= this.#route.retry.maxMs) this.#askAgain({ model, atMs: restsUntilMs });
    }
  }

  /** Waits until somebody may be asked again, and gives them the turn. @returns false when nobody may, or not within the time left. */
  async again({ timeline, timeoutMs, signal }: Pick<Received, 'timeline' | 'timeoutMs' | 'signal'>): Promise<boolean> {
    for (;;) {
      if (this.#queue === null || this.#queue.length === 0) {
        if (!this.#newRound()) return false;
        continue;
      }
      const later = this.#queue.shift();
      if (later === undefined) continue;
      const waitMs = later.atMs - this.#waiting.clock();
      if (waitMs >= timeoutMs - timeline.elapsedUs() / 1000) continue;
      if (waitMs > 0) await this.#waiting.sleep(waitMs, signal);
      if (this.#take(later.model, this.#waiting.clock())) return true;
    }
  }

  /** Whoever had the turn did not answer. */
  failed(error: PlimsollError, nowMs: number): void {
    if (isPassing(error, this.#route.retry.maxMs)) this.#askAgain({ model: this.model, atMs: nowMs + (error.retryAfterS ?? 0) * 1000 });
  }

  #askAgain(later: Later): void {
    if (this.#round >= this.#route.retry.times) return;
    this.#again ??= [];
    this.#again.push(later);
  }

  #newRound(): boolean {
    const again = this.#again;
    if (again === null) return false;
    this.#again = null;
    this.#round += 1;
    // One wait for all: it is there to let trouble pass, and to spread callers, not candidates.
    const waitMs = backoffMs(this.#route.retry, this.#round, this.#waiting.random());
    const nowMs = this.#waiting.clock();
    this.#queue = again.map(({ model, atMs }) => ({ model, atMs: Math.max(atMs, nowMs) + waitMs })).toSorted((one, other) => one.atMs - other.atMs);
    return true;
  }

  #take(model: Model, nowMs: number): boolean {
    this.ticket = model.health.admit(nowMs);
    this.model = model;
    return this.ticket !== refused;
  }

  #nextInOrder(nowMs: number): Model | null {
    if (this.#group !== null) {
      this.#others ??= othersByCost(this.#group, this.#taken, this.#stream, nowMs);
      const other = this.#others.shift();
      if (other !== undefined) return other;
      this.#group = null;
      this.#others = null;
    }
    const step = this.#route.steps[this.#step];
    if (step === undefined) return null;
    this.#step += 1;
    if (step.length < 2) return step[0] ?? this.#nextInOrder(nowMs);
    this.#group = step;
    this.#taken = cheaperOfTwo(step, this.#stream, nowMs, this.#waiting.random);
    return step[this.#taken] ?? this.#nextInOrder(nowMs);
  }
}
