/**
 * Collects what happens to a call while it is under way. Record makes the durable record of it;
 * only the journal changes while the exchange itself never does.
 */
import type { AttemptRecord, BegunCall, CacheHit, Guarded, Shaping } from '@plimsoll/contract/call-record';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import type { PlimsollError } from '@plimsoll/contract/errors';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { Ask } from '../../ask.ts';
import type { Answering, Journal, OpenAttempt, Reused } from '../../journal.ts';
import type { Model } from '../../model.ts';
import type { Account } from '../../reply.ts';
import type { Timeline } from '../../timeline.ts';
import { formatTraceparent } from '../../trace-context.ts';

export type CallIdentity = Pick<
  BegunCall,
  'id' | 'traceId' | 'spanId' | 'parentSpanId' | 'sampled' | 'startedAt' | 'operation' | 'versions'
>;

type Attempt = { -readonly [K in keyof AttemptRecord]: AttemptRecord[K] };

const leftByCaller: PlimsollError['code'] = 'caller_left';

export class CallJournal implements Journal {
  readonly id: string;
  readonly identity: CallIdentity;
  readonly attempts: Attempt[] = [];
  caller: Caller | null = null;
  attribution: Attribution | null = null;
  ask: Ask | null = null;
  route: string | null = null;
  /** Set where no model was asked. */
  reusedFrom: (Reused & { readonly how: CacheHit }) | null = null;
  shaping: Shaping | null = null;
  found: Guarded | null = null;
  /** The request as the record may show it. */
  shown: JsonObject | null = null;
  deferred = false;
  /** The account of the latest attempt that replied. */
  account: Account | null = null;
  readonly #timeline: Timeline;
  readonly #begin: (call: BegunCall) => Promise<void>;
  readonly #pending: Promise<void>[] = [];

  constructor(identity: CallIdentity, timeline: Timeline, begin: (call: BegunCall) => Promise<void>) {
    this.id = identity.id;
    this.identity = identity;
    this.#timeline = timeline;
    this.#begin = begin;
  }

  identified(caller: Caller, attribution: Attribution): void {
    this.caller = caller;
    this.attribution = attribution;
  }

  asked(ask: Ask): void {
    this.ask = ask;
    this.shown = ask.body;
  }

  usedTokens(): number {
    return this.attempts.reduce((sum, { usage }) => sum + usage.input + usage.output, 0);
  }

  shaped(what: Shaping): void {
    this.shaping = what;
  }

  guarded(what: Guarded): void {
    this.found = what;
  }

  shows(body: JsonObject): void {
    this.shown = body;
  }

  wasDeferred(): void {
    this.deferred = true;
  }

  reused({ model, provider, route, finishReason, costPicoUsd }: Reused, how: CacheHit): void {
    this.reusedFrom = { model, provider, route, finishReason, costPicoUsd, how };
    this.route = route;
  }

  answering(): Answering {
    const last = this.attempts.at(-1);
    return { model: last?.model ?? null, provider: last?.provider ?? null, route: this.route };
  }

  traceparent(): string {
    const { traceId, spanId, sampled } = this.identity;
    return formatTraceparent(traceId, spanId, sampled);
  }

  openAttempt(index: number, route: string, model: Model): OpenAttempt {
    this.route = route;
    const attempt: Attempt = {
      index,
      model: model.name,
      provider: model.provider.kind,
      upstreamModel: model.upstreamModel,
      startUs: this.#timeline.elapsedUs(),
      durationUs: 0,
      outcome: 'error',
      status: null,
      errorCode: null,
      usage: noUsage,
      costPicoUsd: null,
      priceCertainty: 'unknown',
      priceSource: null,
      charge: null,
    };
    this.attempts.push(attempt);
    return {
      begin: (held) => {
        attempt.charge = held;
        return this.#note(route, attempt);
      },
      charged: (charge) => {
        attempt.charge = charge;
      },
      failed: (error, account) => {
        attempt.durationUs = this.#timeline.elapsedUs() - attempt.startUs;
        attempt.outcome = error.code === leftByCaller ? 'abandoned' : 'error';
        attempt.errorCode = error.code;
        if (account !== null) settle(attempt, account);
      },
      replied: (status, account) => {
        attempt.status = status;
        if (account instanceof Promise) this.#pending.push(account.then((late) => this.#settle(attempt, late)));
        else this.#settle(attempt, account);
      },
    };
  }

  /** Named one by one: V8 takes three times as long over a literal that spreads another object. */
  #note(route: string, attempt: Attempt): Promise<void> {
    const { identity, caller, attribution, ask } = this;
    return this.#begin({
      id: identity.id,
      traceId: identity.traceId,
      spanId: identity.spanId,
      parentSpanId: identity.parentSpanId,
      sampled: identity.sampled,
      startedAt: identity.startedAt,
      operation: identity.operation,
      versions: identity.versions,
      stream: ask?.stream ?? false,
      tenant: caller?.tenant ?? null,
      app: caller?.app ?? null,
      keyId: caller?.keyId ?? null,
      user: attribution?.user ?? null,
      feature: attribution?.feature ?? null,
      session: attribution?.session ?? null,
      requestedModel: ask?.model ?? null,
      route,
      attempt: {
        index: attempt.index,
        model: attempt.model,
        provider: attempt.provider,
        upstreamModel: attempt.upstreamModel,
        startUs: attempt.startUs,
        charge: attempt.charge,
      },
    });
  }

  #settle(attempt: Attempt, account: Account): void {
    this.account = account;
    attempt.durationUs = this.#timeline.elapsedUs() - attempt.startUs;
    attempt.outcome = account.outcome;
    attempt.errorCode = account.errorCode;
    settle(attempt, account);
  }

  /** Resolves when every attempt that replied has its account; null when all have, as with whole replies. */
  settled(): Promise<unknown> | null {
    return this.#pending.length === 0 ? null : Promise.all(this.#pending);
  }
}

const settle = (attempt: Attempt, account: Account): void => {
  attempt.usage = account.usage;
  attempt.costPicoUsd = account.price?.costPicoUsd?.toString() ?? null;
  attempt.priceCertainty = account.price?.certainty ?? 'unknown';
  attempt.priceSource = account.price?.source ?? null;
};
