/**
 * A circuit breaker: after too many failures nobody is sent to a model for a while, then one call is, as a probe. Only that probe's
 * success lets the others through again. What was under way before a change of state says nothing about the state after it: every call
 * carries the ticket of its time, and an old ticket counts for nothing.
 */
import { OutcomeWindow } from './outcome-window.ts';

export interface BreakerRules {
  /** How far back calls are looked at. */
  readonly windowMs: number;
  /** Fewer calls in the window than this are no ground for a judgement by share. */
  readonly leastCalls: number;
  /** Of the calls in the window, so many failed. */
  readonly failureShare: number;
  /** Or so many in a row, however few there were. */
  readonly consecutiveFailures: number;
  readonly firstCoolDownMs: number;
  /** It doubles with each probe that fails, up to this. */
  readonly longestCoolDownMs: number;
}

export const breakerRules: BreakerRules = {
  windowMs: 30_000,
  leastCalls: 20,
  failureShare: 0.5,
  consecutiveFailures: 5,
  firstCoolDownMs: 5_000,
  longestCoolDownMs: 60_000,
};

export type BreakerState = 'closed' | 'open' | 'half-open';

/** In place of a ticket: not now. */
export const refused = -1;

/** When the probe under way will be over is not known; a caller may ask again then. */
const probeGuessMs = 1000;

export class Breaker {
  readonly #rules: BreakerRules;
  readonly #random: () => number;
  readonly #window: OutcomeWindow;
  #state: BreakerState = 'closed';
  /** Changes with every change of state, and with every probe. */
  #ticket = 0;
  #probing = false;
  #inARow = 0;
  /** Since the last success of a probe. */
  #openings = 0;
  #openedAtMs = 0;
  #openUntilMs = 0;
  #restsUntilMs = 0;

  /** @param random from 0 to 1, for the jitter */
  constructor(rules: BreakerRules = breakerRules, random: () => number = Math.random) {
    this.#rules = rules;
    this.#random = random;
    this.#window = new OutcomeWindow(rules.windowMs);
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** null while closed. */
  get openedAtMs(): number | null {
    return this.#state === 'closed' ? null : this.#openedAtMs;
  }

  /** The provider asked to be left alone until then; in the past for most. */
  get restsUntilMs(): number {
    return this.#restsUntilMs;
  }

  failuresInWindow(nowMs: number): number {
    this.#window.turnTo(nowMs);
    return this.#window.failures;
  }

  /** @returns a ticket, to be handed back with what came of the call by exactly one of `succeeded`, `failed` and `undecided`; or `refused` */
  admit(nowMs: number): number {
    if (nowMs < this.#restsUntilMs) return refused;
    if (this.#state === 'closed') return this.#ticket;
    if (this.#state === 'open') {
      if (nowMs < this.#openUntilMs) return refused;
      this.#state = 'half-open';
    } else if (this.#probing) return refused;
    this.#probing = true;
    this.#ticket += 1;
    return this.#ticket;
  }

  /** Whether `admit` would let a call through. */
  admits(nowMs: number): boolean {
    if (nowMs < this.#restsUntilMs) return false;
    return this.#state === 'closed' || (this.#state === 'open' ? nowMs >= this.#openUntilMs : !this.#probing);
  }

  /** The earliest time at which a call may be let through. */
  nextAtMs(nowMs: number): number {
    const until = this.#state === 'open' ? this.#openUntilMs : this.#state === 'half-open' && this.#probing ? nowMs + probeGuessMs : nowMs;
    return Math.max(nowMs, until, this.#restsUntilMs);
  }

  succeeded(ticket: number, nowMs: number): void {
    if (ticket !== this.#ticket) return;
    if (this.#state === 'closed') {
      this.#inARow = 0;
      this.#window.add(false, nowMs);
    } else this.#close();
  }

  /** The reply has begun; how it ends is told later. For a probe that is enough. @returns whether it was one */
  began(ticket: number): boolean {
    if (ticket !== this.#ticket || this.#state !== 'half-open') return false;
    this.#close();
    return true;
  }

  failed(ticket: number, nowMs: number): void {
    if (ticket !== this.#ticket) return;
    if (this.#state !== 'closed') return this.#open(nowMs);
    this.#inARow += 1;
    this.#window.add(true, nowMs);
    const { calls, failures } = this.#window;
    const { consecutiveFailures, leastCalls, failureShare } = this.#rules;
    if (this.#inARow >= consecutiveFailures || (calls >= leastCalls && failures >= calls * failureShare)) this.#open(nowMs);
  }

  /** The call says nothing of the model: its caller left, or it was refused before it went out. A probe's place is free again. */
  undecided(ticket: number): void {
    if (ticket === this.#ticket) this.#probing = false;
  }

  /** The provider is well and asked to be left alone until then. */
  rest(untilMs: number): void {
    this.#restsUntilMs = Math.max(this.#restsUntilMs, untilMs);
  }

  #close(): void {
    this.#become('closed');
    this.#openings = 0;
    this.#window.clear();
  }

  #open(nowMs: number): void {
    const { firstCoolDownMs, longestCoolDownMs } = this.#rules;
    const coolDownMs = Math.min(longestCoolDownMs, firstCoolDownMs * 2 ** this.#openings);
    // Half of it by chance, so that replicas and models that fell together do not come back together.
    this.#openUntilMs = nowMs + coolDownMs * (0.5 + this.#random() / 2);
    if (this.#openings === 0) this.#openedAtMs = nowMs;
    this.#openings += 1;
    this.#become('open');
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#ticket += 1;
    this.#probing = false;
    this.#inARow = 0;
  }
}
